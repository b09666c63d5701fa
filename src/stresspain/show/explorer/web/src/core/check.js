// The rules of a scenario, the same as Python's `Scenario.from_dict`: everything is checked before anything runs.

import {
  CATALOGUE, HALF_DOSE, KEYS, LONGEST, PARAMETERS, READINGS, STRENGTH, TAKEN_NAMES, TAU_E, USUAL,
} from "../declared.js";
import { NUMBERS, STATES } from "../model.js";
import { byName, list, real, text, within } from "./quantity.js";
import { courses, pairsOf, steps } from "./schedule.js";
import { Lesson, brief, exact, refusal, shown, unknown } from "./words.js";

const NEEDED = ["person", "load", "damage", "plan", "days", "start"];
const FOR_PEOPLE = ["title", "author", "notes"];
const OUTSIDE = ["load", "damage"];
const SLACK = 1e-9;
const DOSE = CATALOGUE.adaptogen.amount;

const INTERVENTION_KEYS = {
  name: "one word",
  reductions: "parameter and reduction at full effect",
  tau_e: "how slowly the effect comes and goes, days",
  half_dose: "dose in mg with half the full effect, or null",
  reading: "what is believed of it, or an empty text",
  drowsy: "whether it is known to make drowsy",
  courses: "[start, stop, amount] each; a stop of null means for good",
};

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
  const given = table(plain, "scenario", KEYS, NEEDED);
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

/** Checks that something is a table that holds all that is needed and nothing unknown. */
function table(data, what, known = null, needed = []) {
  if (data === null || typeof data !== "object" || Array.isArray(data)) {
    throw new Lesson("type", `${what} = ${shown(data)} is not a table of names and values.`);
  }
  for (const name of known ? Object.keys(data) : []) {
    if (!Object.hasOwn(known, name)) throw unknown(`entry of ${what}`, name, known);
  }
  for (const name of needed) {
    if (!Object.hasOwn(data, name)) throw new Lesson("missing", `${what} has no '${name}' (${known[name]}).`);
  }
  return data;
}

/** The declaration of a parameter. */
function parameter(name) {
  if (Object.hasOwn(PARAMETERS, name)) return PARAMETERS[name];
  throw unknown("parameter", name, Object.fromEntries(NUMBERS.map((n) => [n, PARAMETERS[n].meaning])));
}

/** Checks a person's numbers; those that are defaults are left out. */
function person(data) {
  table(data, "person");
  for (const name of Object.keys(data)) {
    if (OUTSIDE.includes(name)) {
      throw new Lesson(
        "unknown",
        `${name} = ${shown(data[name])} is not one of a person's numbers (${PARAMETERS[name].meaning}). ` +
          "It comes from outside: give it to the scenario.",
      );
    }
    within(data[name], parameter(name));
  }
  const changed = NUMBERS.filter((name) => Object.hasOwn(data, name) && data[name] !== PARAMETERS[name].default);
  return Object.fromEntries(changed.map((name) => [name, data[name]]));
}

// --- the plan ------------------------------------------------------------------------------------

/** Checks one intervention. */
function intervention(data) {
  const given = table(data, "intervention", INTERVENTION_KEYS, Object.keys(INTERVENTION_KEYS));
  const name = text(given.name, "name");
  if (!/^[\p{XIDS}_]\p{XIDC}*$/u.test(name)) {
    throw new Lesson("text", `An intervention cannot be called ${shown(name)}. Use one word such as 'warm_baths'.`);
  }
  const reading = text(given.reading, `${name}: reading`);
  if (reading && !Object.hasOwn(READINGS, reading)) throw unknown("reading", reading, READINGS);
  if (typeof given.drowsy !== "boolean") {
    throw new Lesson("type", `${name}: drowsy = ${shown(given.drowsy)} must be true or false.`);
  }
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
  return Object.fromEntries(
    names.map((name) => {
      const { meaning } = parameter(name);
      if (name.startsWith("tau_")) {
        throw new Lesson(
          "unknown",
          `${who}: ${name} is a time constant (${meaning}); interventions act on arrows only, such as k_sm.`,
        );
      }
      return [name, real(data[name], `${who}: reduction of ${name}`, meaning)];
    }),
  );
}

/** Checks that each name stands once and is none of the model's; gives the plan in order of names. */
function ordered(plan) {
  const seen = new Set();
  for (const { name } of plan) {
    if (seen.has(name)) {
      throw new Lesson("twice", `${name} stands twice in the plan. One intervention has one effect level: put its courses together.`);
    }
    if (TAKEN_NAMES.includes(name)) {
      throw new Lesson("taken", `An intervention cannot be called '${name}': the model uses that name already.`);
    }
    seen.add(name);
  }
  return plan.sort((a, b) => byName(a.name, b.name));
}

/** Checks effect levels on day 0; zeros are left out. */
function effectLevels(data, plan) {
  const names = plan.map((taken) => taken.name);
  for (const [name, value] of Object.entries(data)) {
    if (!names.includes(name)) {
      throw unknown("intervention of the plan", name, Object.fromEntries(names.map((n) => [n, ""])));
    }
    const level = real(value, `level of ${name}`, "effect level on day 0");
    if (level < -SLACK || level > 1 + SLACK) {
      throw new Lesson("range", `level of ${name} = ${brief(level)} lies outside 0 to 1 (effect level on day 0).`);
    }
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
  const { low, high, meaning } = PARAMETERS[name];
  const [from, to] = [Math.min(...ends), Math.max(...ends)];
  if (!(from < low - 1e-12 || to > high + 1e-12)) return;
  const who = plan.filter((taken) => Object.hasOwn(taken.reductions, name)).map((taken) => taken.name);
  throw new Lesson(
    "reach",
    `With ${who.join(", ")} at full effect, ${name} = ${brief(value)} would move to between ${brief(from)} and ` +
      `${brief(to)}, outside ${brief(low)} to ${brief(high)} (${meaning}). Use a smaller reduction.`,
  );
}

// --- how long, from where ------------------------------------------------------------------------

/** Checks the days to report: a whole number, or the days themselves. */
function days(given) {
  if (!Array.isArray(given)) return length(real(given, "days", "length of the run in days"));
  const each = given.map((day) => real(day, "days", "a day to report"));
  if (!each.length || each[0] < 0 || each.some((day, i) => i && day <= each[i - 1])) {
    const some = `[${each.slice(0, 6).map(exact).join(", ")}${each.length > 6 ? ", ..." : ""}]`;
    throw new Lesson("days", `days = ${some} must rise, hold at least one day, and none before day 0, as in days=[0, 7, 14].`);
  }
  const last = each[each.length - 1];
  if (last > LONGEST) {
    throw new Lesson(
      "days",
      `days reaches ${brief(last)}; the longest run is ${LONGEST} days (a hundred years). Leave out what is later.`,
    );
  }
  return each.length > 1 && each.every((day, i) => day === i) ? each.length - 1 : each;
}

function length(number) {
  if (Number.isInteger(number) && number >= 1 && number <= LONGEST) return number;
  throw new Lesson(
    "days",
    `days = ${brief(number)} must be a whole number from 1 to ${LONGEST}. For other times give the days themselves, ` +
      "as in days=[0, 0.25, 0.5].",
  );
}

/** Checks where a run begins. */
function start(given) {
  if (given === "calm" || given === "painful") return given;
  if (!Array.isArray(given) || given.length !== STATES.length) {
    throw new Lesson("start", `start = ${shown(given)} is unknown. Use 'calm', 'painful' or five numbers (${STATES.join(", ")}).`);
  }
  const low = [0, 1, 0, 0, 0];
  const high = [1, 1 + PARAMETERS.k_sc.high, 1, Infinity, 1];
  return given.map((value, i) => {
    const number = real(value, `start: ${STATES[i]}`, "a state on day 0");
    if (low[i] - SLACK <= number && number <= high[i] + SLACK) return number;
    throw new Lesson(
      "start",
      `start: ${STATES[i]} = ${brief(number)} lies outside ${brief(low[i])} to ${brief(high[i])}, the range that the ` +
        "equations keep. Give a number inside it, or 'calm'.",
    );
  });
}
