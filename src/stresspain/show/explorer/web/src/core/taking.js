// When something is taken, as a [[plan]] table of TOML says it: start and stop, breaks, courses, doses left out.
// In here a course for good stops at Infinity; outside it has no stop.

import { LONGEST } from "../declared.js";
import { say } from "./catalogue.js";
import { random } from "./mersenne.js";
import { real, within } from "./quantity.js";
import { courses } from "./schedule.js";
import { Lesson, brief, shown } from "./words.js";

export const WHEN = ["start", "stop", "on", "off"];
export const KEPT = ["courses", "missing", "missing_weeks", "adherence", "seed"];

const MOST = 100_000;
const ADHERENCE = { name: "share", default: 1, low: 0, high: 1 };
const SEEDS = 2n ** 63n;

const ends = (all) => all.map(([start, stop, amount]) => [start, stop ?? Infinity, amount]);
const none = (all) => all.map(([start, stop, amount]) => [start, stop === Infinity ? null : stop, amount]);

/** The courses of start and stop, on and off. */
export function begun(who, { start = 0, stop = Infinity, on, off }, amount) {
  const [whole] = ends(courses([[start, stop]], { default: amount }, who));
  if (on === undefined && off === undefined) return none([whole]);
  if (on === undefined || off === undefined) throw new Lesson("rhythm", { who });
  const days = [real(on, `${who}: on`, say("meaning.on")), real(off, `${who}: off`, say("meaning.off"))];
  return none(repeated(whole, days, { who, on: brief(days[0]), off: brief(days[1]) }));
}

/** Breaks one course into days taken and days not, over and over. */
function repeated([start, stop, amount], [on, off], said) {
  if (on <= 0 || off <= 0) throw new Lesson("rhythm.zero", said);
  if (Math.max(on, off) > LONGEST) throw new Lesson("rhythm.long", { ...said, most: LONGEST });
  const end = Math.min(stop, start + LONGEST);
  const count = (end - start) / (on + off);
  if (count > MOST) throw new Lesson("rhythm.many", { ...said, count: brief(Math.ceil(count)) });
  const starts = Array.from({ length: Math.ceil(count) }, (_, i) => start + i * (on + off));
  // Rounding must not let a course run into the next one where the break is tiny.
  return starts.map((from, i) => [from, Math.min(from + on, starts[i + 1] ?? end), amount]).filter(([from, to]) => from < to);
}

/** The courses that an entry lists; an amount that is not given is the usual one. */
export function inCourses(who, entry, amount) {
  const other = WHEN.find((name) => Object.hasOwn(entry, name));
  if (other) throw new Lesson("courses.both", { who, other });
  const given = listed(who, entry, "courses", "[[0, 28], [56, 84]]");
  if (!given.length) throw new Lesson("courses.none", { who });
  return courses(given, amount, who);
}

function listed(who, entry, name, such) {
  const given = Object.hasOwn(entry, name) ? entry[name] : [];
  if (!Array.isArray(given)) throw new Lesson("courses.list", { who, name, given: shown(given), such });
  return given;
}

/** Leaves out the doses that an entry says are left out. */
export function kept(who, given, entry) {
  let all = ends(given);
  for (const day of listed(who, entry, "missing", "[3, 10]")) {
    const number = real(day, `${who}: missed day`, say("meaning.missed"));
    const [[from, to]] = courses([[number, number + 1]], { default: 0 }, who);
    all = without(all, from, to);
  }
  if (Object.hasOwn(entry, "missing_weeks")) all = withoutWeeks(who, all, listed(who, entry, "missing_weeks", "[3, 4]"));
  if (Object.hasOwn(entry, "adherence") !== Object.hasOwn(entry, "seed")) throw new Lesson("doses.together", { who });
  return none(Object.hasOwn(entry, "seed") ? drawn(who, all, entry) : all);
}

/** The courses with the days from one to another left out. */
function without(all, from, to) {
  const before = all.filter(([start]) => start < from).map(([start, stop, amount]) => [start, Math.min(stop, from), amount]);
  const after = all.filter(([, stop]) => stop > to).map(([start, stop, amount]) => [Math.max(start, to), stop, amount]);
  return [...before, ...after];
}

function withoutWeeks(who, given, weeks) {
  if (!given.length) throw new Lesson("doses.nothing", { who });
  const [[first]] = given;
  let all = given;
  for (const week of weeks) {
    const number = real(week, `${who}: missed week`, say("meaning.week"));
    if (!Number.isInteger(number) || number < 1 || number > LONGEST / 7) throw new Lesson("doses.week", { who, week: brief(number) });
    all = without(all, first + 7 * (number - 1), first + 7 * number);
  }
  return all;
}

/** The courses with each day's dose taken with a probability. */
function drawn(who, all, { adherence, seed }) {
  const share = within(adherence, ADHERENCE, false);
  if (typeof seed !== "bigint" || seed < 0n || seed >= SEEDS) throw new Lesson("doses.seed", { who, given: shown(seed) });
  if (all.length && all.at(-1)[1] > LONGEST) throw new Lesson("doses.endless", { who });
  const draw = random(seed);
  const made = [];
  for (const [start, stop, amount] of all) {
    for (let i = 0; i < Math.ceil(stop - start); i += 1) {
      if (draw() < share) join(made, [start + i, Math.min(start + i + 1, stop), amount]);
    }
  }
  return made;
}

/** Adds a dose to courses; one that follows the last with the same amount makes it longer. */
function join(made, dose) {
  const last = made.at(-1);
  if (last && last[1] === dose[0] && last[2] === dose[2]) last[1] = dose[1];
  else made.push(dose);
}
