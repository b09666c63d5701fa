// Forward in time: every stretch between two switches is solved on its own, so no pulse is ever stepped over.
// odex never throws and never says why it failed: outcome and finiteness are checked here.

import { Solver } from "odex";
import { LONGEST } from "../declared.js";
import { OBSERVABLES, STATES, observables, rates } from "../model.js";
import { check } from "./check.js";
import { DAMAGE, LOAD, firstLevels, ownNumbers, targetsOn, touches, turnDown } from "./numbers.js";
import { calmOf, painfulOf } from "./rests.js";
import { levelAt, pairsOf } from "./schedule.js";
import { Lesson, brief, refusal } from "./words.js";

/** Switches closer than this many days are one. */
const SAME_TIME = 1e-9;
/** First step after a switch, days. */
const FIRST_STEP = 0.5;
const MOST_STEPS = 1_000_000;
const PAIN_SCALE = 10;
const TOLERANCE = { relative: 1e-10, absolute: 1e-11 };

/**
 * Solves a scenario.
 * @param {object} plain a scenario, checked here once more
 * @param {ArrayLike<number>} [grid] days to report, rising from 0 on; the scenario's own if none are given
 * @param {{tighter?: number}} [options] `tighter` divides the tolerances
 * @returns {object} {ok: true, days, each state, pain and felt_pain on 0-10, sleep_loss, ..., load, effects} or
 *   {ok: false, error}
 */
export function solve(plain, grid, { tighter = 1 } = {}) {
  const checked = check(plain);
  if (!checked.ok) return checked;
  try {
    return { ok: true, ...solved(checked.scenario, grid ? checkedGrid(grid) : daysOf(checked.scenario), tighter) };
  } catch (error) {
    return refusal(error);
  }
}

/** The days that a scenario reports. */
export function daysOf({ days }) {
  return typeof days === "number" ? Float64Array.from({ length: days + 1 }, (_, i) => i) : Float64Array.from(days);
}

function checkedGrid(grid) {
  const days = Float64Array.from(grid);
  if (days.length && days.every((day, i) => day >= (i ? days[i - 1] : 0) && day <= LONGEST)) return days;
  throw new Lesson("grid", { most: LONGEST });
}

/** The states on day 0. */
export function initial(scenario) {
  if (Array.isArray(scenario.start)) return scenario.start.slice();
  const k = ownNumbers(scenario, 0);
  return scenario.start === "calm" ? calmOf(k) : painfulOf(k);
}

/** Day 0 and every later day before the last on which something switches, then the last. */
function edgesOf({ load, damage, plan }, last) {
  const days = [load, damage].flatMap((level) => pairsOf(level).map((pair) => pair[0]));
  for (const { courses } of plan) for (const [start, stop] of courses) days.push(start, stop ?? Infinity);
  const edges = [0];
  for (const day of Float64Array.from(days).sort()) {
    if (day > edges[edges.length - 1] + SAME_TIME && day < last) edges.push(day);
  }
  return [...edges, last];
}

/** Solves stretch by stretch and gathers what was asked for. */
function solved(scenario, days, tighter) {
  const out = new Columns(scenario, days);
  const edges = edgesOf(scenario, days[days.length - 1]);
  const touched = touches(scenario.plan);
  const solver = solverOf(tighter);
  let [y, levels, at] = [initial(scenario), firstLevels(scenario), 0];
  while (at < days.length && days[at] <= 0) out.put(at++, y, levels);
  for (let i = 1; i < edges.length; i += 1) {
    const [start, stop] = [edges[i - 1], edges[i]];
    if (stop <= SAME_TIME) continue;
    const middle = 0.5 * (start + stop);
    const fading = new Fading(scenario.plan, levels, targetsOn(scenario.plan, middle), start);
    const k = ownNumbers(scenario, middle);
    let inside = at;
    while (inside < days.length && days[inside] < stop) inside += 1;
    y = cross(solver, rightHandSide(k, touched, fading), y, [start, stop], (interpolate, from, to) => {
      for (; at < inside && days[at] <= to; at += 1) out.put(at, interpolate(days[at]), fading.at(days[at]));
    }, inside > at);
    levels = fading.at(stop);
    while (at < days.length && days[at] <= stop) out.put(at++, y, levels);
  }
  while (at < days.length) out.put(at++, y, levels);
  return out.found();
}

function solverOf(tighter) {
  const solver = new Solver(STATES.length);
  solver.relativeTolerance = TOLERANCE.relative / tighter;
  solver.absoluteTolerance = TOLERANCE.absolute / tighter;
  solver.maxSteps = MOST_STEPS;
  solver.initialStepSize = FIRST_STEP;
  return solver;
}

/** Solves one stretch and gives the states at its end; `report` is called where days are asked for inside it. */
function cross(solver, f, y, [start, stop], report, dense) {
  solver.denseOutput = dense;
  const each = (step, from, to, now, interpolate) => {
    if (!now.every(Number.isFinite)) return false;
    if (interpolate) report((day) => STATES.map((_, i) => interpolate(i, day)), from, to);
    return undefined;
  };
  const { outcome, y: end } = solver.solve(f, start, y, stop, each);
  if (outcome === 0 && end.every(Number.isFinite)) return end;
  throw new Lesson("solver", { start: brief(start), stop: brief(stop) });
}

/** Effect levels in one stretch: each goes to its target as an exponential does. */
class Fading {
  constructor(plan, levels, targets, start) {
    this.start = start;
    this.targets = targets;
    this.away = levels.map((level, i) => level - targets[i]);
    this.paces = plan.map((taken) => taken.tau_e);
  }

  at(day) {
    return this.away.map((away, i) => this.level(i, day, away));
  }

  level(i, day, away = this.away[i]) {
    return away === 0 ? this.targets[i] : this.targets[i] + away * Math.exp((this.start - day) / this.paces[i]);
  }
}

/** dy/dt in one stretch; what no longer moves is multiplied in beforehand. */
function rightHandSide(k, touched, fading) {
  const moving = touched.map((pairs, i) => i).filter((i) => fading.away[i] !== 0 && touched[i].length > 0);
  const still = touched.map((pairs, i) => (moving.includes(i) ? [] : pairs));
  const base = turnDown(k.slice(), still, fading.targets);
  if (moving.length === 0) return (day, y) => rates(y, base);
  const places = [...new Set(moving.flatMap((i) => touched[i].map(([place]) => place)))];
  const now = base.slice();
  return (day, y) => {
    for (const place of places) now[place] = base[place];
    for (const i of moving) {
      const level = fading.level(i, day);
      for (const [place, size] of touched[i]) now[place] *= 1 - level * size;
    }
    return rates(y, now);
  };
}

/** The columns of a result, filled day by day. */
class Columns {
  constructor(scenario, days) {
    this.scenario = scenario;
    this.days = days;
    this.touched = touches(scenario.plan);
    this.own = ownNumbers(scenario, 0);
    const column = () => new Float64Array(days.length);
    this.states = STATES.map(column);
    this.seen = OBSERVABLES.map(column);
    this.effects = scenario.plan.map(column);
    this.load = column();
  }

  put(i, y, levels) {
    const day = this.days[i];
    const k = this.own.slice();
    this.load[i] = k[LOAD] = levelAt(this.scenario.load, day);
    k[DAMAGE] = levelAt(this.scenario.damage, day);
    const seen = observables(y, turnDown(k, this.touched, levels));
    this.states.forEach((column, j) => { column[i] = y[j]; });
    this.seen.forEach((column, j) => { column[i] = OBSERVABLES[j].endsWith("pain") ? PAIN_SCALE * seen[j] : seen[j]; });
    this.effects.forEach((column, j) => { column[i] = levels[j]; });
  }

  found() {
    const named = (names, columns) => Object.fromEntries(names.map((name, j) => [name, columns[j]]));
    const effects = named(this.scenario.plan.map((taken) => taken.name), this.effects);
    return { days: this.days, ...named(STATES, this.states), ...named(OBSERVABLES, this.seen), load: this.load, effects };
  }
}
