// What the views are shown: one scenario, its result, and what follows from both, worked out when first asked for.

import { gains, lastNumbers, numbers, rests, returnMap, tipping } from "../core/index.js";
import { PARAMETERS } from "../declared.js";
import { lastDay } from "./change.js";

/** Returns the course that holds on a day, half-open, or null. */
export function courseAt(taken, day) {
  return taken.courses.find(([start, stop]) => start <= day && (stop === null || day < stop)) ?? null;
}

function nearest(days, day) {
  let best = 0;
  for (let i = 1; i < days.length; i += 1) if (Math.abs(days[i] - day) <= Math.abs(days[best] - day)) best = i;
  return best;
}

const STATES = ["stress", "cortisol", "tension", "inflammation", "sensitivity"];
const POINTS = 121;

function derivedOf(plain, result, settled) {
  const kept = new Map();
  const once = (key, make) => {
    if (!kept.has(key)) kept.set(key, make());
    return kept.get(key);
  };
  return {
    tipping: (name) => once(`tipping ${name}`, () => tipping(settled(), name, PARAMETERS[name].low, PARAMETERS[name].high)),
    gains: (day) => {
      const i = nearest(result.days, day);
      return once(`gains ${i}`, () => {
        const effects = Object.fromEntries(Object.entries(result.effects).map(([name, levels]) => [name, levels[i]]));
        return gains(numbers(plain, effects, result.days[i]), STATES.map((name) => result[name][i]));
      });
    },
    returnMap: () => once("map", () => {
      const qs = Float64Array.from({ length: POINTS }, (_, i) => i / (POINTS - 1));
      return { qs, out: returnMap(settled(), qs) };
    }),
  };
}

/**
 * Returns a frame: what is shown at one moment.
 * @param {object} state of the store
 * @param {{result: object, ghost: object|null, outcome: object}} solved of `solve` and `summary`
 */
export function makeFrame(state, { result, ghost, outcome }) {
  const { scenario, guess, frozen, predict } = state;
  const kept = {};
  const settled = () => (kept.k ??= lastNumbers(scenario, lastDay(scenario)));
  return {
    scenario, result, outcome, guess, frozen,
    ghost: predict.on && !predict.revealed ? null : ghost,
    predicting: predict.on && !predict.revealed,
    revealed: !predict.on || predict.revealed,
    get k() { return settled(); },
    get rests() { return (kept.rests ??= rests(settled())); },
    derived: derivedOf(scenario, result, settled),
  };
}
