// Scenarios as people write them, the same as Python's exchange/scenario_toml.py. What is read here is put into the plain
// form and then checked as everything else is; a text is data, nothing in it is evaluated.

import { parse } from "smol-toml";
import { CATALOGUE, KEYS, PARAMETERS, PRESETS, STRENGTH, TAU_E, USUAL } from "../declared.js";
import { say } from "./catalogue.js";
import { arrow, check, known, reduction, word } from "./check.js";
import { isTable, meaningOf, table, text, within } from "./quantity.js";
import { KEPT, WHEN, begun, inCourses, kept } from "./taking.js";
import { checkDepth, checkWhole } from "./share.js";
import { Lesson, brief, refusal, shown, unknown } from "./words.js";

const LONGEST = 500_000;
/** What the shipped diaries state. */
const SCALE = "0-10";
const WHOLE = { half_dose: null, reading: "", courses: [] };

// The parser's time grows with the square of a dotted key's parts. Each part is taken whole or not at all.
const PART = String.raw`(?:[A-Za-z0-9_-]{1,200}|"(?:[^"\\\n]|\\.){0,200}"|'[^'\n]{0,200}')`;
const once = (name, what) => String.raw`(?=(?<${name}>${what}))\k<${name}>`;
const LONG_KEY = new RegExp(String.raw`(?<![A-Za-z0-9_-])(?:${once("part", PART)}${once("space", "[ \\t]*")}\.${once("more", "[ \\t]*")}){16}`);

/** Whether a text looks more like TOML than like anything else: a line of it sets a name, or begins a table. */
export const looksLikeToml = (given) => /^[ \t]*(?:(?:[\w.-]|"[^"\n]*"|'[^'\n]*')+[ \t]*=|\[\[?[\w"' .-]+\]\]?[ \t]*(?:#.*)?$)/m.test(given);

/**
 * Reads a scenario from TOML; never throws.
 * @param {string} given
 * @returns {{ok: true, scenario: object} | {ok: false, error: {code: string, values: object, text: string}}}
 */
export function readToml(given) {
  try {
    return check(plainOf(parsed(given)));
  } catch (error) {
    return refusal(error);
  }
}

function parsed(given) {
  const lines = given.replace(/\r\n?/g, "\n");
  if (new Blob([lines]).size > LONGEST) throw new Lesson("read.long", { most: LONGEST });
  const long = LONG_KEY.exec(lines);
  if (long) throw new Lesson("read.toml.key", { line: lines.slice(0, long.index).split("\n").length });
  let data;
  try {
    data = parse(lines, { integersAsBigInt: true });
  } catch (error) {
    throw new Lesson("read.toml", { line: error.line ?? 1, column: error.column ?? 1 });
  }
  checkDepth(data);
  return tame(data);
}

/** Makes whole numbers plain ones, but for seeds, which count to the last digit. */
function tame(value, name = "") {
  if (typeof value === "bigint") {
    checkWhole(value);
    return name === "seed" ? value : Number(value);
  }
  if (Array.isArray(value)) return value.map((part) => tame(part));
  if (!isTable(value)) return value;
  return Object.fromEntries(Object.entries(value).map(([key, part]) => [key, tame(part, key)]));
}

/** The plain form of what a file says, with the usual for what it does not say. */
function plainOf(data) {
  const given = { ...table(data, "a scenario", { known: Object.keys(KEYS) }) };
  if (isTable(given.load)) Object.assign(given, { ...diary(given.load), ...(Object.hasOwn(given, "days") && { days: given.days }) });
  if (Object.hasOwn(given, "plan")) given.plan = planOf(given.plan);
  return { ...USUAL, ...given };
}

/** A diary lies in a file beside the scenario, where no page can look; the shipped ones are known. */
function diary(given) {
  table(given, "load", { known: ["diary", "scale"], needed: ["diary"], stem: "option" });
  const name = text(given.diary, "load: diary");
  const shipped = PRESETS.find((preset) => preset.diary === name);
  if (!shipped || (given.scale ?? SCALE) !== SCALE) throw new Lesson("read.diary", { given: shown(name) });
  return { load: shipped.scenario.load, days: shipped.scenario.days };
}

// --- the plan ------------------------------------------------------------------------------------

function planOf(data) {
  if (!Array.isArray(data) || !data.every(isTable)) throw new Lesson("plan", { given: shown(data) });
  return data.map((entry, i) => {
    try {
      return intervention(entry);
    } catch (error) {
      throw error instanceof Lesson ? error.inside("plan.number", { number: i + 1 }) : error;
    }
  });
}

/** One intervention in its plain form, of the catalogue or one's own. */
function intervention(entry) {
  if (Object.hasOwn(entry, "intervention") === Object.hasOwn(entry, "name")) throw new Lesson("plan.either");
  if (Object.hasOwn(entry, "drowsy")) return { ...WHOLE, ...entry };
  if (Object.hasOwn(entry, "name")) return ofOnesOwn(entry);
  const name = text(entry.intervention, "intervention");
  if (!Object.hasOwn(CATALOGUE, name)) throw unknown(say("kind.intervention"), name, Object.keys(CATALOGUE));
  return ofCatalogue(name, entry);
}

/** The options that an entry may hold, checked. */
function options(who, entry, own, needed) {
  return table(entry, who, { known: [...new Set([...needed, ...own, ...KEPT])], needed, stem: "option" });
}

function ofCatalogue(name, entry) {
  const { amount, tau_e, half_dose, drowsy, reading: usual, reductions } = CATALOGUE[name];
  options(name, entry, [amount.name, ...(usual ? ["reading"] : []), ...WHEN], ["intervention"]);
  const reading = usual && known(Object.hasOwn(entry, "reading") ? text(entry.reading, "reading") : usual);
  const taken = { name, reductions: reductions[reading], tau_e, half_dose, reading, drowsy };
  return timed(taken, amount, entry);
}

function ofOnesOwn(entry) {
  options("an intervention of your own", entry, ["name", "reductions", "strength", "tau_e", "start", "stop"], ["name", "reductions"]);
  const name = word(entry.name);
  if (Object.hasOwn(CATALOGUE, name)) throw new Lesson("plan.name", { given: shown(name), name });
  for (const [touched, size] of Object.entries(table(entry.reductions, `${name}: reductions`))) checkAlone(name, touched, size);
  const tau_e = Object.hasOwn(entry, "tau_e") ? within(entry.tau_e, TAU_E) : TAU_E.default;
  const taken = { name, reductions: entry.reductions, tau_e, half_dose: null, reading: "", drowsy: false };
  return timed(taken, STRENGTH, entry);
}

/** Refuses a reduction that leaves the range when nothing else acts. */
function checkAlone(who, name, given) {
  const quantity = arrow(who, name);
  const size = reduction(who, name, given);
  const { low, high, default: usual } = quantity;
  const after = usual * (1 - size);
  if ((low <= after && after <= high) || usual === 0) return;
  const [least, most] = [1 - low / usual, 1 - high / usual].sort((a, b) => a - b);
  throw new Lesson("plan.reduction", {
    who, name, size: brief(size), usual: brief(usual), after: brief(after), low: brief(low), high: brief(high),
    meaning: meaningOf(quantity), most: brief(Math.floor(most * 1e4) / 1e4), least: brief(Math.ceil(least * 1e4) / 1e4),
  });
}

/** Puts courses to what is taken: what the entry says of days, and of doses that are left out. */
function timed(taken, quantity, entry) {
  const amount = Object.hasOwn(entry, quantity.name) ? within(entry[quantity.name], quantity) : quantity.default;
  const first = begun(taken.name, entry, amount);
  const all = Object.hasOwn(entry, "courses") ? inCourses(taken.name, entry, { ...quantity, default: amount }) : first;
  return { ...taken, courses: kept(taken.name, all, entry) };
}
