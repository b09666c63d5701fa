// When something holds: steps of a level, and courses of something taken. Half-open, [start, stop).

import { LONGEST } from "../declared.js";
import { say } from "./catalogue.js";
import { real, within } from "./quantity.js";
import { Lesson, brief, shown } from "./words.js";

/** A level as [day, level] pairs, those that change nothing left out. */
export function pairsOf(given) {
  return typeof given === "number" ? [[0, given]] : given;
}

/** The level of steps on a day. */
export function levelAt(given, day) {
  return typeof given === "number" ? given : given[place(given, day)][1];
}

/** The amount of courses on a day; 0 between them. */
export function amountAt(courses, day) {
  const found = courses[place(courses, day)];
  return found !== undefined && day < (found[1] ?? Infinity) ? found[2] : 0;
}

/** Which is the last entry that begins on or before a day; -1 where there is none. */
function place(entries, day) {
  let [low, high] = [0, entries.length];
  while (low < high) {
    const middle = (low + high) >> 1;
    if (entries[middle][0] <= day) low = middle + 1;
    else high = middle;
  }
  return low - 1;
}

/** Checks a number, or pairs [day, level] that begin on day 0; gives the shortest form of the same. */
export function steps(given, quantity) {
  if (!Array.isArray(given)) return within(given, quantity);
  const { name } = quantity;
  if (given.length === 0) throw new Lesson("steps", { name });
  const pairs = [];
  for (const pair of given) pairs.push(step(pair, quantity, pairs.length === 0 ? -1 : pairs[pairs.length - 1][0]));
  const kept = telling(pairs);
  return kept.length === 1 ? kept[0][1] : kept;
}

/** Pairs without those that change nothing. */
export const telling = (pairs) => pairs.filter(([, level], i) => i === 0 || level !== pairs[i - 1][1]);

/** Checks one step that must follow a day. */
function step(pair, quantity, before) {
  const { name } = quantity;
  if (!Array.isArray(pair) || pair.length !== 2) throw new Lesson("step", { name, given: shown(pair) });
  const day = real(pair[0], `${name}: day`, say("meaning.step"));
  if (before < 0 && day !== 0) throw new Lesson("step.first", { name, day: brief(day) });
  if (before >= 0 && day <= before) throw new Lesson("step.order", { name, day: brief(day), before: brief(before) });
  try {
    return [day, within(pair[1], quantity)];
  } catch (error) {
    throw error.inside("step.on", { day: brief(day) });
  }
}

/** Checks the courses of something, in any order; gives them in time. */
export function courses(given, amount, who) {
  const taken = given.map((each) => course(each, amount, who)).sort(inTime);
  for (let i = 1; i < taken.length; i += 1) {
    const [a, b] = [taken[i - 1], taken[i]];
    if (a[1] !== null && b[0] >= a[1]) continue;
    const days = [a[0], a[1] ?? Infinity, b[0], b[1] ?? Infinity].map(brief);
    throw new Lesson("overlap", { who, from: days[0], to: days[1], next: days[2], end: days[3] });
  }
  return taken;
}

const inTime = (a, b) => a[0] - b[0] || (a[1] ?? Infinity) - (b[1] ?? Infinity) || a[2] - b[2];

/** Checks one course, [start, stop] or [start, stop, amount]. */
function course(given, amount, who) {
  if (!Array.isArray(given) || (given.length !== 2 && given.length !== 3)) {
    throw new Lesson("course", { who, given: shown(given) });
  }
  const much = given.length === 3 ? within(given[2], amount) : amount.default;
  const start = real(given[0], `${who}: start`, say("meaning.start"));
  const forGood = given[1] === null || given[1] === Infinity;
  const stop = forGood ? Infinity : real(given[1], `${who}: stop`, say("meaning.stop"));
  const wrong = wrongDays(start, stop);
  if (wrong) throw new Lesson(`course.${wrong}`, { who, start: brief(start), stop: brief(stop), most: LONGEST });
  return [start, forGood ? null : stop, much];
}

/** Says what is wrong with the days of a course; nothing where nothing is. */
function wrongDays(start, stop) {
  if (start < 0) return "early";
  if (start > LONGEST) return "late";
  if (stop < start) return "back";
  return stop === start ? "empty" : "";
}
