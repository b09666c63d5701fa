// Other scenarios from a scenario: every function returns a new plain form and leaves the old one alone.

import { defaultScenario } from "../core/index.js";

/** Days that a course for good is drawn and broken up to, as the longest run. */
const LONGEST = 36500;

export const steps = (level) => (Array.isArray(level) ? level : [[0, level]]);
export const lastDay = (plain) => (Array.isArray(plain.days) ? plain.days.at(-1) : plain.days);
export const takenOf = (plain, name) => plain.plan.find((taken) => taken.name === name);

/** What stands in a scenario for people only. */
const SAID = ["title", "author", "notes"];

/** A scenario that was changed is no longer the story that its title tells. */
function changed(plain, more) {
  const { title, author, notes, ...rest } = plain;
  return { ...rest, ...more };
}

export function withNumber(plain, name, value, byDefault) {
  const person = { ...plain.person };
  if (value === byDefault) delete person[name];
  else person[name] = value;
  return changed(plain, { person });
}

/** Sets the level ("load" or "damage") that holds from step `at` on. */
export function withLevel(plain, name, value, at = 0) {
  const pairs = steps(plain[name]).map((pair, i) => (i === at ? [pair[0], value] : pair));
  return changed(plain, { [name]: merged(pairs) });
}

/** Replaces all steps of a level. */
export function withSteps(plain, name, pairs) {
  const sorted = [...pairs].sort((a, b) => a[0] - b[0]);
  const once = sorted.filter((pair, i) => i + 1 === sorted.length || sorted[i + 1][0] !== pair[0]);
  return changed(plain, { [name]: merged(once) });
}

function merged(pairs) {
  return pairs.length === 1 ? pairs[0][1] : pairs;
}

/** Begins elsewhere; effects left over from an earlier run belong to the start and go with it. */
export function withStart(plain, start) {
  const { levels, ...rest } = plain;
  return changed(rest, { start });
}

export const withDays = (plain, days) => changed(plain, { days });

/** Adds something of the catalogue, taken from day 0 for good unless it says otherwise. */
export function withAdded(plain, entry, stop = null) {
  const { name, reductions, tau_e, half_dose, reading, drowsy } = entry;
  const courses = [[0, stop, entry.usual]];
  return changed(plain, { plan: [...plain.plan, { name, reductions, tau_e, half_dose, reading, drowsy, courses }] });
}

export function without(plain, name) {
  const levels = plain.levels && Object.fromEntries(Object.entries(plain.levels).filter(([who]) => who !== name));
  const more = { plan: plain.plan.filter((taken) => taken.name !== name) };
  return changed(plain, levels ? { ...more, levels } : more);
}

/** Changes one intervention by name. */
export function withTaken(plain, name, more) {
  return changed(plain, { plan: plain.plan.map((taken) => (taken.name === name ? { ...taken, ...more } : taken)) });
}

/** Sets one amount for every course. */
export function withAmount(plain, name, amount) {
  const { courses } = takenOf(plain, name);
  return withTaken(plain, name, { courses: courses.map(([start, stop]) => [start, stop, amount]) });
}

/** Breaks one stretch into courses: `on` days taken, `off` days not; a stretch for good is broken up to `end`. */
export function rhythm({ start, stop, on, off, amount }, end) {
  if (!on || !off) return [[start, stop, amount]];
  const last = Math.min(stop ?? Math.max(end, start + on), start + LONGEST);
  const made = [];
  for (let day = start, i = 0; day < last && i < 1000; i += 1, day = start + i * (on + off)) {
    made.push([day, Math.min(day + on, last), amount]);
  }
  return made;
}

/** Returns {start, stop, on, off, amount} where courses have one rhythm and one amount, else null. */
export function rhythmOf(courses) {
  if (!courses.length) return null;
  const [start, , amount] = courses[0];
  const stop = courses.at(-1)[1];
  if (courses.some((course) => course[2] !== amount)) return null;
  if (courses.length === 1) return { start, stop, on: 0, off: 0, amount };
  const on = courses[0][1] - start;
  const off = courses[1][0] - courses[0][1];
  const again = rhythm({ start, stop, on, off, amount }, stop);
  return JSON.stringify(again) === JSON.stringify(courses) && off > 0 ? { start, stop, on, off, amount } : null;
}

/** The default scenario again. */
export const cleared = () => defaultScenario();

/** The same scenario without its title and notes. */
export const bare = (plain) => Object.fromEntries(Object.entries(plain).filter(([name]) => !SAID.includes(name)));
