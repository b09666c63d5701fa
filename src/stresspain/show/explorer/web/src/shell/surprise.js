// A random scenario that is valid and worth a guess. The same seed gives the same one, everywhere.

import { check, defaultScenario, solve } from "../core/index.js";
import { CATALOGUE, PAINFUL, PARAMETERS } from "../declared.js";
import { withAdded, withDays, withLevel, withNumber, withStart, withSteps } from "./change.js";
import { fresh } from "./plan.js";
import { stepOf, tidy } from "./slider.js";

const TRIES = 14;

/** A small generator of numbers from 0 to 1 (mulberry32): its state is one whole number. */
export function random(seed) {
  let a = seed >>> 0;
  return () => {
    a = (a + 0x6d2b79f5) >>> 0;
    let t = a;
    t = Math.imul(t ^ (t >>> 15), t | 1);
    t ^= t + Math.imul(t ^ (t >>> 7), t | 61);
    return ((t ^ (t >>> 14)) >>> 0) / 4294967296;
  };
}

const pick = (list, draw) => list[Math.floor(draw() * list.length)];

/** Parameters that a surprise may change: what tells people apart, not how fast everything moves. */
const CHANGED = ["k_ls", "k_qs", "k_sm", "k_qm", "k_si", "k_xi", "rho", "w_x", "g", "k_wp"];

function person(plain, draw) {
  const count = Math.floor(draw() * 3);
  return Array.from({ length: count }, () => pick(CHANGED, draw)).reduce((made, name) => {
    const { low, high, default: usual } = PARAMETERS[name];
    const step = stepOf(low, high);
    const wanted = usual * (0.7 + 0.6 * draw());
    const value = tidy(Math.min(high, Math.max(low, Math.round(wanted / step) * step)));
    return withNumber(made, name, value, usual);
  }, plain);
}

function load(plain, draw) {
  const base = pick([0.2, 0.25, 0.3, 0.35, 0.4, 0.5], draw);
  if (draw() < 0.5) return withLevel(plain, "load", base);
  const start = pick([14, 20, 30], draw);
  const length = pick([28, 35, 42, 49, 56, 63, 70], draw);
  return withSteps(plain, "load", [[0, base], [start, pick([0.7, 0.8, 0.9, 1], draw)], [start + length, base]]);
}

function plan(plain, draw) {
  const names = Object.keys(CATALOGUE);
  const count = 1 + Math.floor(draw() * 2);
  let made = plain;
  for (let i = 0; i < count; i += 1) {
    const [name] = names.splice(Math.floor(draw() * names.length), 1);
    const reading = pick(["guide", "guide", "trials"], draw);
    const entry = fresh(name, reading);
    made = withAdded(made, entry, pick([28, 56, 84, 112, null], draw));
  }
  return made;
}

function drawn(draw) {
  const start = pick(["calm", "painful"], draw);
  const plain = withDays(withStart(defaultScenario(), start), pick([180, 270, 365], draw));
  return plan(load(person(plain, draw), draw), draw);
}

/** How much a run invites a guess: how far pain travels, and whether it crosses the painful level and ends near neither. */
function interest(result) {
  const pain = result.felt_pain;
  const swing = Math.max(...pain) - Math.min(...pain);
  const crosses = pain.some((value) => value > PAINFUL) && pain.some((value) => value <= PAINFUL);
  return swing + (crosses ? 3 : 0);
}

/**
 * Returns a scenario that nobody chose.
 * @param {number} seed
 */
export function surprise(seed) {
  const draw = random(seed);
  let best = defaultScenario();
  let most = -1;
  for (let i = 0; i < TRIES && most < 6; i += 1) {
    const wanted = check(drawn(draw));
    const result = wanted.ok ? solve(wanted.scenario) : wanted;
    const found = result.ok ? interest(result) : -1;
    if (found > most) [best, most] = [wanted.scenario, found];
  }
  return best;
}
