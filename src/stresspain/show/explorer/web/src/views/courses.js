// Other courses from courses, each a valid schedule: whole days, in order, none over another, none before day 0.
// A course is [start, stop or null, amount]; null is for good. Each function returns {courses, why}: `why` names
// the rule that held a wish back, or is null. `i` is the course that is meant; null means all of them as one.

/** Courses that have handles of their own; more are handled as one. */
export const MOST = 8;

const SHORTEST = 1;
const LONGEST = 36500;

function withCourse(courses, i, course) {
  return courses.map((each, at) => (at === i ? course : each));
}

/** Between its neighbours: from where to where a course may reach. */
function room(courses, i) {
  const before = i > 0 ? courses[i - 1][1] : 0;
  const after = i + 1 < courses.length ? courses[i + 1][0] : LONGEST;
  return [before, after];
}

function held(wish, low, high) {
  return Math.min(Math.max(wish, low), high);
}

/** The course begins on another day; its length stays. */
export function moved(courses, i, wish, last) {
  if (i === null) return shifted(courses, wish, last);
  const [start, stop, amount] = courses[i];
  const [low, high] = room(courses, i);
  const length = stop === null ? 0 : stop - start;
  const day = Math.round(wish);
  const most = stop === null ? Math.max(low, last - SHORTEST) : Math.min(high - length, last - SHORTEST);
  const at = held(day, low, Math.max(low, most));
  const course = [at, stop === null ? null : at + length, amount];
  return { courses: withCourse(courses, i, course), why: reason(day, at, low, most, courses, i) };
}

function shifted(courses, wish, last) {
  const first = courses[0][0];
  const at = held(Math.round(wish), 0, last - SHORTEST);
  const by = at - first;
  const all = courses.map(([start, stop, amount]) => [start + by, stop === null ? null : stop + by, amount]);
  return { courses: all, why: null };
}

/** The course begins on another day; its end stays. */
export function started(courses, i, wish, last) {
  const day = Math.round(wish);
  if (i === null) return begun(courses, day);
  const [, stop, amount] = courses[i];
  const [low] = room(courses, i);
  const most = (stop ?? last) - SHORTEST;
  const at = held(day, low, Math.max(low, most));
  return { courses: withCourse(courses, i, [at, stop, amount]), why: day > most ? "short" : reason(day, at, low, most, courses, i) };
}

function begun(courses, day) {
  const kept = courses.filter(([, stop]) => stop === null || stop >= day + SHORTEST);
  if (!kept.length) return { courses, why: "short" };
  const [[start, stop, amount], ...rest] = kept;
  const at = day > start || kept.length === courses.length ? Math.max(0, day) : start;
  return { courses: [[at, stop, amount], ...rest], why: null };
}

/** The course ends on another day; beyond the run's last day it is for good. */
export function stopped(courses, i, wish, last) {
  const day = Math.round(wish);
  if (i === null) return cutOff(courses, day, last);
  const [start, , amount] = courses[i];
  const [, high] = room(courses, i);
  if (day >= last && i === courses.length - 1) {
    return { courses: withCourse(courses, i, [start, null, amount]), why: null };
  }
  const least = start + SHORTEST;
  const at = held(day, Math.min(least, high), high);
  const why = day < least ? "short" : day > high ? "overlap" : null;
  return { courses: withCourse(courses, i, [start, at, amount]), why };
}

function cutOff(courses, day, last) {
  const kept = courses.filter(([start]) => start < day);
  if (!kept.length) return { courses, why: "short" };
  const [start, stop, amount] = kept.at(-1);
  const end = kept.length === courses.length ? (day >= last ? null : day) : Math.min(stop ?? day, day);
  return { courses: [...kept.slice(0, -1), [start, end, amount]], why: null };
}

function reason(wish, got, low, most, courses, i) {
  if (wish === got) return null;
  if (wish < low) return i > 0 ? "overlap" : "zero";
  return i + 1 < courses.length ? "overlap" : "end";
}

/** A break in the middle of the longest course: a fifth of it, two weeks at most. */
export function parted(courses, last) {
  const lengths = courses.map(([start, stop]) => Math.min(stop ?? last, last) - start);
  const i = lengths.indexOf(Math.max(...lengths));
  const length = lengths[i];
  if (length < 3) return { courses, why: "narrow" };
  const [start, stop, amount] = courses[i];
  const gap = Math.max(1, Math.min(14, Math.round(length / 5)));
  const from = Math.round(start + (length - gap) / 2);
  const halves = [[start, from, amount], [from + gap, stop, amount]];
  return { courses: [...courses.slice(0, i), ...halves, ...courses.slice(i + 1)], why: null };
}

/** One course from the first start to the last stop, at the first amount. */
export function joined(courses) {
  return { courses: [[courses[0][0], courses.at(-1)[1], courses[0][2]]], why: null };
}
