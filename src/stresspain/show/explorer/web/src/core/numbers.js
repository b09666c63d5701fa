// A person's numbers, turned down by what is taken: by name for whoever asks, by position for the equations.

import { PARAMETERS } from "../declared.js";
import { NUMBERS } from "../model.js";
import { amountAt, levelAt } from "./schedule.js";

const PLACE = Object.fromEntries(NUMBERS.map((name, i) => [name, i]));

/** Where load and damage stand among the numbers. */
export const [LOAD, DAMAGE] = [PLACE.load, PLACE.damage];

/** The numbers `k`, by name, in the order of the equations. */
export const vector = (k) => NUMBERS.map((name) => k[name]);

/** A person's own numbers on a day, by position. */
export function ownNumbers(scenario, day) {
  const k = NUMBERS.map((name) => scenario.person[name] ?? PARAMETERS[name].default);
  k[LOAD] = levelAt(scenario.load, day);
  k[DAMAGE] = levelAt(scenario.damage, day);
  return k;
}

/** What each thing of a plan turns down, by position: [[place, reduction], ...] each. */
export function touches(plan) {
  return plan.map((taken) => Object.entries(taken.reductions).map(([name, size]) => [PLACE[name], size]));
}

/** Multiplies in place each number that is touched by 1 - level * reduction. */
export function turnDown(k, touched, levels) {
  for (let i = 0; i < touched.length; i += 1) {
    for (const [place, size] of touched[i]) k[place] *= 1 - levels[i] * size;
  }
  return k;
}

/** The effect level that an amount leads to in the long run. */
export function target(taken, amount) {
  return taken.half_dose === null ? amount : amount / (amount + taken.half_dose);
}

/** The targets of a plan on a day. */
export const targetsOn = (plan, day) => plan.map((taken) => target(taken, amountAt(taken.courses, day)));

/** The effect levels that a scenario begins with, in the order of its plan. */
export function firstLevels({ plan, levels = {} }) {
  return plan.map(({ name }) => (Object.hasOwn(levels, name) ? levels[name] : 0));
}

/**
 * The numbers on day 0 by name, or on another day, turned down by the effect levels then.
 * @param {object} scenario checked
 * @param {Object<string, number>} [effects] level by intervention; those of day 0 if none are given
 */
export function numbers(scenario, effects, day = 0) {
  const levels = effects ? scenario.plan.map(({ name }) => effects[name] ?? 0) : firstLevels(scenario);
  const k = turnDown(ownNumbers(scenario, day), touches(scenario.plan), levels);
  return Object.fromEntries(NUMBERS.map((name, i) => [name, k[i]]));
}

/** The numbers of the last day's world by name, what is then taken being taken for good. */
export function lastNumbers(scenario, day) {
  const k = turnDown(ownNumbers(scenario, day), touches(scenario.plan), targetsOn(scenario.plan, day));
  return Object.fromEntries(NUMBERS.map((name, i) => [name, k[i]]));
}
