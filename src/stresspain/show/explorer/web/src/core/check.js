// The rules of a scenario, the same as Python's `Scenario.from_dict`: everything is checked before anything runs.

import {
  CATALOGUE, HALF_DOSE, KEYS, LONGEST, PARAMETERS, READINGS, STRENGTH, TAKEN_NAMES, TAU_E, USUAL,
} from "../declared.js";
import { NUMBERS, STATES } from "../model.js";
import { say } from "./catalogue.js";
import { byName, list, meaningOf, real, table, text, within } from "./quantity.js";
import { courses, pairsOf, steps } from "./schedule.js";
import { Lesson, brief, exact, refusal, shown, unknown } from "./words.js";

const NEEDED = ["person", "load", "damage", "plan", "days", "start"];
const FOR_PEOPLE = ["title", "author", "notes"];
const OUTSIDE = ["load", "damage"];
const SLACK = 1e-9;
const DOSE = CATALOGUE.adaptogen.amount;

const INTERVENTION_KEYS = ["name", "reductions", "tau_e", "half_dose", "reading", "drowsy", "courses"];

/** What the amounts of an intervention are checked against: a dose or a strength. */
export const amountOf = (taken) => (taken.half_dose === null ? STRENGTH : DOSE);

/** The scenario of a person who takes nothing. */
export const defaultScenario = () => structuredClone(USUAL);

/**
 * Checks a scenario whatever was given; never throws.
 * @returns {{ok: true, scenario: object} | {ok: false, error: {code: string, text: string}}} the scenario in the form
 *   that Python writes: a new object, plan in order of names, defaults of the person and idle steps left out.
 */
export function check(plain) {
  try {
    return { ok: true, scenario: tidied(plain) };
  } catch (error) {
    return refusal(error);
  }
}

function tidied(plain) {
  const given = table(plain, "scenario", { known: Object.keys(KEYS), needed: NEEDED });
  const levels = Object.hasOwn(given, "levels") ? table(given.levels, "levels") : {};
  const plan = ordered(list(given.plan, "plan").map(intervention));
  const made = {
    person: person(given.person),
    load: steps(given.load, PARAMETERS.load),
    damage: steps(given.damage, PARAMETERS.damage),
    plan,
    days: days(given.days),
    start: start(given.start),
  };
  const left = effectLevels(levels, plan);
  if (Object.keys(left).length) made.levels = left;
  checkReach(made);
  for (const name of FOR_PEOPLE) {
    const said = text(Object.hasOwn(given, name) ? given[name] : "", name);
    if (said) made[name] = said;
  }
  return made;
}

/** The declaration of a parameter. */
function parameter(name) {
  if (Object.hasOwn(PARAMETERS, name)) return PARAMETERS[name];
  throw unknown(say("kind.parameter"), name, NUMBERS, (each) => `parameter.${each}`);
}

/** Checks a person's numbers; those that are defaults are left out. */
function person(data) {
  table(data, "person");
  for (const name of Object.keys(data)) {
    if (OUTSIDE.includes(name)) {
      throw new Lesson("outside", { name, given: shown(data[name]), meaning: meaningOf(PARAMETERS[name]) });
    }
    within(data[name], parameter(name));
  }
  const changed = NUMBERS.filter((name) => Object.hasOwn(data, name) && data[name] !== PARAMETERS[name].default);
  return Object.fromEntries(changed.map((name) => [name, data[name]]));
}

// --- the plan ------------------------------------------------------------------------------------

/** Checks the name of an intervention. */
export function word(given) {
  const name = text(given, "name");
  if (!/^[\p{XIDS}_]\p{XIDC}*$/u.test(name)) throw new Lesson("name", { given: shown(name) });
  return name;
}

/** Checks what is believed of an intervention. */
export function known(reading) {
  const names = Object.keys(READINGS);
  if (!names.includes(reading)) throw unknown(say("kind.reading"), reading, names, (each) => `reading.${each}.words`);
  return reading;
}

/** The declaration of a parameter that an intervention may act on. */
export function arrow(who, name) {
  const found = parameter(name);
  if (name.startsWith("tau_")) throw new Lesson("arrow", { who, name, meaning: meaningOf(found) });
  return found;
}

/** Checks one intervention. */
function intervention(data) {
  const given = table(data, "intervention", { known: INTERVENTION_KEYS, needed: INTERVENTION_KEYS });
  const name = word(given.name);
  const reading = text(given.reading, `${name}: reading`);
  if (reading) known(reading);
  if (typeof given.drowsy !== "boolean") throw new Lesson("yes_no", { who: name, given: shown(given.drowsy) });
  const taken = {
    name,
    reductions: reductions(name, given.reductions),
    tau_e: within(given.tau_e, TAU_E),
    half_dose: given.half_dose === null ? null : within(given.half_dose, HALF_DOSE),
    reading,
    drowsy: given.drowsy,
  };
  return { ...taken, courses: courses(list(given.courses, `${name}: courses`), amountOf(taken), name) };
}

/** Checks reductions by arrow; gives them in order of names. */
function reductions(who, data) {
  const names = Object.keys(table(data, `${who}: reductions`)).sort(byName);
  return Object.fromEntries(names.map((name) => [name, reduction(who, name, data[name])]));
}

/** Checks one reduction. */
export function reduction(who, name, size) {
  return real(size, say("name.reduction", { who, name }), meaningOf(arrow(who, name)));
}

/** Checks that each name stands once and is none of the model's; gives the plan in order of names. */
function ordered(plan) {
  const seen = new Set();
  for (const { name } of plan) {
    if (seen.has(name)) throw new Lesson("twice", { name });
    if (TAKEN_NAMES.includes(name)) throw new Lesson("taken", { name });
    seen.add(name);
  }
  return plan.sort((a, b) => byName(a.name, b.name));
}

/** Checks effect levels on day 0; zeros are left out. */
function effectLevels(data, plan) {
  const names = plan.map((taken) => taken.name);
  for (const [name, value] of Object.entries(data)) {
    if (!names.includes(name)) throw unknown(say("kind.planned"), name, names);
    const what = { name: say("name.level", { name }), meaning: say("meaning.level") };
    const level = real(value, what.name, what.meaning);
    if (level < -SLACK || level > 1 + SLACK) throw new Lesson("level", { ...what, given: brief(level) });
  }
  return Object.fromEntries(names.filter((n) => Object.hasOwn(data, n) && data[n] !== 0).map((n) => [n, data[n]]));
}

/** Checks that no mixture of effects takes a number out of its range. */
function checkReach({ person: who, load, damage, plan }) {
  const touched = new Set(plan.flatMap((taken) => Object.keys(taken.reductions)));
  const outside = { load: pairsOf(load).map((pair) => pair[1]), damage: pairsOf(damage).map((pair) => pair[1]) };
  for (const name of [...touched].sort(byName)) {
    const [least, greatest] = factors(plan, name);
    for (const value of outside[name] ?? [who[name] ?? PARAMETERS[name].default]) {
      checkReached(plan, name, value, [value * least, value * greatest]);
    }
  }
}

/** The least and the greatest that effects can multiply a number by. */
function factors(plan, name) {
  let [least, greatest] = [1, 1];
  for (const taken of plan.filter((each) => Object.hasOwn(each.reductions, name))) {
    const factor = 1 - taken.reductions[name];
    // A reduction above 1 turns the sign (of rho), so any pair of ends may be the outermost.
    const ends = [least, greatest, least * factor, greatest * factor];
    [least, greatest] = [Math.min(...ends), Math.max(...ends)];
  }
  return [least, greatest];
}

function checkReached(plan, name, value, ends) {
  const { low, high } = PARAMETERS[name];
  const [from, to] = [Math.min(...ends), Math.max(...ends)];
  if (!(from < low - 1e-12 || to > high + 1e-12)) return;
  const who = plan.filter((taken) => Object.hasOwn(taken.reductions, name)).map((taken) => taken.name).join(", ");
  const numbers = { value: brief(value), from: brief(from), to: brief(to), low: brief(low), high: brief(high) };
  throw new Lesson("reach", { who, name, ...numbers, meaning: meaningOf(PARAMETERS[name]) });
}

// --- how long, from where ------------------------------------------------------------------------

/** Checks the days to report: a whole number, or the days themselves. */
function days(given) {
  if (!Array.isArray(given)) return length(real(given, "days", say("meaning.days")));
  const each = given.map((day) => real(day, "days", say("meaning.day")));
  if (!each.length || each[0] < 0 || each.some((day, i) => i && day <= each[i - 1])) {
    const some = `[${each.slice(0, 6).map(exact).join(", ")}${each.length > 6 ? ", ..." : ""}]`;
    throw new Lesson("days.rise", { given: some });
  }
  const last = each[each.length - 1];
  if (last > LONGEST) throw new Lesson("days.late", { given: brief(last), most: LONGEST });
  return each.length > 1 && each.every((day, i) => day === i) ? each.length - 1 : each;
}

function length(number) {
  if (Number.isInteger(number) && number >= 1 && number <= LONGEST) return number;
  throw new Lesson("days", { given: brief(number), most: LONGEST });
}

/** Checks where a run begins. */
function start(given) {
  if (given === "calm" || given === "painful") return given;
  if (!Array.isArray(given) || given.length !== STATES.length) {
    throw new Lesson("start", { given: shown(given), states: STATES.join(", ") });
  }
  const low = [0, 1, 0, 0, 0];
  const high = [1, 1 + PARAMETERS.k_sc.high, 1, Infinity, 1];
  return given.map((value, i) => {
    const name = `start: ${STATES[i]}`;
    const number = real(value, name, say("meaning.state"));
    if (low[i] - SLACK <= number && number <= high[i] + SLACK) return number;
    throw new Lesson("start.state", { name, given: brief(number), low: brief(low[i]), high: brief(high[i]) });
  });
}
