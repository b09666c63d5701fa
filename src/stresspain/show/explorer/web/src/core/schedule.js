// When something holds: steps of a level, and courses of something taken. Half-open, [start, stop).

import { LONGEST } from "../declared.js";
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
  if (given.length === 0) {
    throw new Lesson("steps", `${name} = [] has no step. Give a number, or steps such as [[0, 0.3], [20, 0.9]].`);
  }
  const kept = [];
  let before = -1;
  for (let i = 0; i < given.length; i += 1) {
    const [day, value] = step(given[i], quantity, before);
    if (kept.length === 0 || value !== kept[kept.length - 1][1]) kept.push([day, value]);
    before = day;
  }
  return kept.length === 1 ? kept[0][1] : kept;
}

/** Checks one step that must follow a day. */
function step(pair, quantity, before) {
  const { name } = quantity;
  if (!Array.isArray(pair) || pair.length !== 2) {
    throw new Lesson("steps", `${name}: ${shown(pair)} is not a step. A step is a pair [day, level], such as [20, 0.9].`);
  }
  const day = real(pair[0], `${name}: day`, "the day on which a step begins");
  if (before < 0 && day !== 0) {
    throw new Lesson("steps", `${name}: the first step is on day ${brief(day)}. It must be on day 0, where a run begins.`);
  }
  if (before >= 0 && day <= before) {
    throw new Lesson(
      "steps",
      `${name}: day ${brief(day)} follows day ${brief(before)}. Steps are listed in time, each day once.`,
    );
  }
  try {
    return [day, within(pair[1], quantity)];
  } catch (error) {
    throw new Lesson(error.code, `On day ${brief(day)}: ${error.message}`);
  }
}

/** Checks the courses of something, in any order; gives them in time. */
export function courses(given, amount, who) {
  const taken = given.map((each) => course(each, amount, who)).sort(inTime);
  for (let i = 1; i < taken.length; i += 1) {
    const [a, b] = [taken[i - 1], taken[i]];
    if (a[1] === null || b[0] < a[1]) {
      throw new Lesson(
        "overlap",
        `${who}: the courses from day ${brief(a[0])} to ${brief(a[1] ?? Infinity)} and from day ${brief(b[0])} to ` +
          `${brief(b[1] ?? Infinity)} overlap. One thing has one amount at a time: end the first on day ${brief(b[0])}.`,
      );
    }
  }
  return taken;
}

const inTime = (a, b) => a[0] - b[0] || (a[1] ?? Infinity) - (b[1] ?? Infinity) || a[2] - b[2];

/** Checks one course, [start, stop] or [start, stop, amount]. */
function course(given, amount, who) {
  if (!Array.isArray(given) || (given.length !== 2 && given.length !== 3)) {
    throw new Lesson(
      "course",
      `${who}: ${shown(given)} is not a course. Write [start, stop] or [start, stop, amount], in days.`,
    );
  }
  const much = given.length === 3 ? within(given[2], amount) : amount.default;
  const start = real(given[0], `${who}: start`, "the first day of a course");
  const forGood = given[1] === null || given[1] === Infinity;
  const stop = forGood ? Infinity : real(given[1], `${who}: stop`, "the day a course ends");
  const why = wrongDays(start, stop);
  if (why) throw new Lesson("course", `${who}: ${why}`);
  return [start, forGood ? null : stop, much];
}

/** Says what is wrong with the days of a course; nothing where nothing is. */
function wrongDays(start, stop) {
  const [first, last] = [brief(start), brief(stop)];
  if (start < 0) return `start = ${first} lies before day 0, where a run begins. Use 0 or a later day.`;
  if (start > LONGEST) {
    return `start = ${first} lies beyond day ${LONGEST}, the end of the longest run. Use an earlier day.`;
  }
  if (stop < start) return `stop = ${last} comes before start = ${first}. Give a stop after the start.`;
  return stop === start ? `the course from day ${first} to day ${last} is empty. Give a later stop.` : "";
}
