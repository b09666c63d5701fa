// What happened, in plain sentences with numbers from the run: the facts of Python's run.explain(), word for word
// in English. The order of the sentences is the same in every language; the words are the catalogue's.

import { PAINFUL } from "../declared.js";
import { lastDay, steps } from "./change.js";
import { courseAt } from "./frame.js";

const ARRIVED = 0.1;
const STILL = 0.05;

/** Writes a day without needless digits. */
const day = (words, value) => words.number(Number(value.toPrecision(6)), 6);

const daysSaid = (count, words) => words.t(count === 1 ? "explain.day" : "explain.days", { count: day(words, count) });

/** Returns the sentences of a run. */
export function explainRun(frame, outcome, words) {
  const { scenario } = frame;
  const said = [
    courseOfPain(frame, words),
    timeAbove(frame, outcome, words),
    ...takings(scenario, words),
  ];
  if (steps(scenario.damage).some(([, level]) => level > 0)) said.push(words.t("explain.no_repair"));
  return [...said, ending(frame, words)].filter(Boolean);
}

/** Writes the name of an intervention in a language; one of your own is called as its maker called it. */
export function nameOf(taken, words) {
  const key = `intervention.${taken.name}`;
  const text = words.t(key);
  return text === key ? taken.name.replaceAll("_", " ") : text;
}

/** Writes an intervention with its amounts, as "adaptogen 600 mg a day (guide reading)". */
export function written(taken, words) {
  const { t, number, list } = words;
  const amounts = [...new Set(taken.courses.map((course) => course[2]))].map((amount) => number(amount, 6));
  const values = {
    name: nameOf(taken, words),
    amounts: amounts.join(t("explain.then")),
    reading: taken.reading ? t("explain.reading", { reading: t(`explain.reading.${taken.reading}`) }) : "",
  };
  if (!amounts.length) return t("explain.taken.stopped", values);
  return t(taken.half_dose === null ? "explain.taken.strength" : "explain.taken.dose", values);
}

function courseOfPain(frame, words) {
  const { scenario, result } = frame;
  const { t, fixed, list } = words;
  const pain = result.felt_pain;
  const last = pain.at(-1);
  const top = Math.max(...pain);
  const bottom = Math.min(...pain);
  const opening = t("explain.opening", {
    days: daysSaid(result.days.at(-1), words),
    load: levelOf(scenario.load, words),
    damage: steps(scenario.damage).some(([, level]) => level > 0) ? t("explain.damage", { range: range(scenario.damage, words) }) : "",
    plan: scenario.plan.length ? listed(scenario.plan.map((taken) => written(taken, words)), words) : t("explain.nothing"),
  });
  if (top - bottom < STILL) return t("explain.stays", { opening, last: fixed(last) });
  let turn = "";
  // What is written in the same digits as an end would be said twice.
  const ends = [fixed(pain[0]), fixed(last)];
  const [high, low] = [fixed(top), fixed(bottom)];
  if (top > Math.max(pain[0], last) + STILL && !ends.includes(high)) {
    turn = t("explain.peaks", { value: high, day: day(words, result.days[pain.indexOf(top)]) });
  } else if (bottom < Math.min(pain[0], last) - STILL && !ends.includes(low)) {
    turn = t("explain.falls", { value: low, day: day(words, result.days[pain.indexOf(bottom)]) });
  }
  return t("explain.moves", { opening, first: ends[0], turn, last: ends[1] });
}

function levelOf(level, words) {
  const pairs = steps(level);
  if (pairs.length === 1) return words.t("explain.load.one", { level: words.number(pairs[0][1], 6) });
  return words.t("explain.load.many", { range: range(level, words) });
}

function range(level, words) {
  const values = steps(level).map((pair) => pair[1]);
  const write = (value) => words.number(Number(value.toPrecision(2)), 6);
  const [low, high] = [Math.min(...values), Math.max(...values)];
  return low === high ? write(low) : words.t("explain.range", { low: write(low), high: write(high) });
}

function timeAbove(frame, outcome, words) {
  const { t, number, fixed } = words;
  const pain = frame.result.felt_pain;
  const level = number(PAINFUL);
  if (!pain.some((value) => value > PAINFUL)) return t("explain.never", { level });
  if (pain.every((value) => value > PAINFUL)) return t("explain.always", { level });
  const back = outcome.recoveryDay;
  const count = Math.round(outcome.daysAbove);
  const long = outcome.daysAbove < 0.5 ? "short" : count === 1 ? "day" : "days";
  const days = t(`explain.above.${long}`, { count });
  if (back === null || Number.isNaN(back)) return t("explain.above.still", { level, days });
  return t("explain.above.back", { level, days, day: fixed(back, 0) });
}

/** Says in one sentence what is taken at the same times. */
function takings(scenario, words) {
  const alike = new Map();
  for (const taken of scenario.plan) {
    const said = JSON.stringify([whenTaken(taken, lastDay(scenario), words), taken.drowsy]);
    alike.set(said, [...(alike.get(said) ?? []), nameOf(taken, words)]);
  }
  return [...alike].map(([said, names]) => {
    const [when, drowsy] = JSON.parse(said);
    const values = { name: capital(listed(names, words)), when };
    const sentence = words.t(`explain.taking${when ? "" : ".none"}${names.length > 1 ? ".many" : ""}`, values);
    return when && drowsy ? sentence + words.t("explain.drowsy") : sentence;
  });
}

/** Says when something is taken; nothing where it is not. */
function whenTaken(taken, last, words) {
  const courses = taken.courses.filter((course) => course[0] < last);
  if (!courses.length) return "";
  const alike = new Set(courses.map((course) => course[2])).size === 1;
  if (courses.length > (alike ? 3 : 6)) return many(courses, words);
  const differ = new Set(taken.courses.map((course) => course[2])).size > 1;
  const spans = courses.map((course) => span(course, differ ? taken : null, words));
  return listed(spans, words);
}

const capital = (text) => text.charAt(0).toUpperCase() + text.slice(1);

function span([start, stop, amount], taken, words) {
  const { t, number } = words;
  const key = stop === null ? "explain.span.open" : "explain.span";
  const text = t(key, { start: day(words, start), stop: stop === null ? "" : day(words, stop) });
  if (!taken) return text;
  return text + t(taken.half_dose === null ? "explain.much.strength" : "explain.much.dose", { amount: number(amount, 6) });
}

function many(courses, words) {
  const { t } = words;
  const first = courses[0][0];
  const last = courses.at(-1)[1];
  const rhythm = rhythmSaid(courses, words);
  if (rhythm || last === null) return t("explain.many.courses", { count: courses.length, rhythm, start: day(words, first) });
  const days = courses.reduce((sum, [start, stop]) => sum + stop - start, 0);
  return t("explain.many.days", { days: day(words, days), all: day(words, last - first), start: day(words, first), stop: day(words, last) });
}

function rhythmSaid(courses, words) {
  const round = (x) => Number(x.toFixed(9));
  const on = new Set(courses.slice(0, -1).map(([start, stop]) => round(stop - start)));
  const off = new Set(courses.slice(1).map(([start], i) => round(start - courses[i][1])));
  if (on.size !== 1 || off.size !== 1) return "";
  return words.t("explain.rhythm", { on: day(words, [...on][0]), off: day(words, [...off][0]) });
}

function listed(parts, words) {
  return parts.length === 1 ? parts[0] : parts.slice(0, -1).join(", ") + words.t("explain.and") + parts.at(-1);
}

function ending(frame, words) {
  const { scenario, result, rests } = frame;
  const { t, fixed } = words;
  if (!rests.length) return "";
  const still = scenario.plan.some((taken) => (courseAt(taken, result.days.at(-1))?.[2] ?? 0) > 0);
  const given = t(still ? "explain.given.still" : scenario.plan.length ? "explain.given.nothing" : "explain.given");
  const pain = result.felt_pain.at(-1);
  const levels = rests.map((rest) => rest.felt_pain).sort((a, b) => a - b);
  const nearest = levels.reduce((best, level) => (Math.abs(level - pain) < Math.abs(best - pain) ? level : best));
  const near = Math.abs(nearest - pain) < ARRIVED;
  const there = fixed(nearest) === fixed(pain) ? "there" : "close";
  if (levels.length === 1) {
    return t(`explain.one.${near ? there : "away"}`, { given, level: fixed(levels[0]) });
  }
  const ridge = levels[Math.floor(levels.length / 2)];
  const values = { given, low: fixed(levels[0]), high: fixed(levels.at(-1)), ridge: fixed(ridge), nearest: fixed(nearest) };
  return t(`explain.two.${near && nearest !== ridge ? there : "away"}`, values);
}

/** Says how two settings that were kept differ. */
export function explainPair(A, B, words) {
  const { t, fixed } = words;
  const [a, b] = [A, B].map(({ outcome }) => outcome);
  // From the figures as they are written: a reader who subtracts them finds the same.
  const seen = (value) => Number(value.toFixed(1));
  const gap = Math.abs(seen(a.last) - seen(b.last));
  const values = { a: fixed(a.last), b: fixed(b.last), gap: fixed(gap), peakA: fixed(a.peak), peakB: fixed(b.peak) };
  const end = gap < STILL ? "same" : a.last < b.last ? "a" : "b";
  return `${t(`pair.end.${end}`, values)} ${t("pair.peak", values)}`;
}

/** Names what is set differently in two scenarios, as far as a short sentence can. */
export function differences(one, other, words) {
  const { t, number, list } = words;
  const said = [];
  const names = new Set([...Object.keys(one.person), ...Object.keys(other.person)]);
  for (const name of ["load", "damage"]) if (JSON.stringify(one[name]) !== JSON.stringify(other[name])) said.push(name);
  for (const name of names) if (one.person[name] !== other.person[name]) said.push(name);
  const parts = said.map((name) => t(`parameter.${name}`).replace(/[;:(].*$/, "").trim());
  const begins = ({ start, levels }) => JSON.stringify([start, levels]);
  if (begins(one) !== begins(other)) parts.push(t("pair.start"));
  if (JSON.stringify(one.days) !== JSON.stringify(other.days)) parts.push(t("pair.days"));
  const taken = new Set([...one.plan, ...other.plan].map((each) => each.name));
  for (const name of taken) {
    const [a, b] = [one, other].map((plain) => plain.plan.find((each) => each.name === name));
    if (JSON.stringify(a) !== JSON.stringify(b)) parts.push(nameOf(a ?? b, words));
  }
  return parts.length ? t("pair.differ", { what: list(parts) }) : t("pair.alike");
}
