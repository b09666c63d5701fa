// A scenario as text for others: Python that runs as it stands, and TOML that `stresspain run` reads.

import { CATALOGUE, PARAMETERS } from "../declared.js";
import { exact } from "./words.js";

const NOTE = "A stresspain scenario. Illustrative, not clinical: made for teaching, and no advice.";
const FOR_PEOPLE = ["title", "author", "notes"];
const WIDE = 100;

/** A number so that every bit of it comes back; whole ones without a point. */
function number(x) {
  return Number.isInteger(x) && Math.abs(x) < 1e15 && !Object.is(x, -0) ? String(x) : exact(x);
}

/**
 * How the catalogue would be asked for the same thing; null where it cannot be.
 * @returns {{name, amount: [name, value], reading, courses: number[][]} | null}
 */
function ofCatalogue(taken) {
  const known = Object.hasOwn(CATALOGUE, taken.name) ? CATALOGUE[taken.name] : null;
  if (!known || taken.courses.length === 0) return null;
  const same = ["tau_e", "half_dose", "drowsy"].every((key) => known[key] === taken[key]);
  const reductions = Object.hasOwn(known.reductions, taken.reading) ? known.reductions[taken.reading] : null;
  if (!same || JSON.stringify(reductions) !== JSON.stringify(taken.reductions)) return null;
  const usual = taken.courses[0][2];
  const courses = taken.courses.map(([start, stop, amount]) => (amount === usual ? [start, stop] : [start, stop, amount]));
  return { name: taken.name, amount: [known.amount.name, usual], reading: taken.reading, courses };
}

// --- Python --------------------------------------------------------------------------------------

/** Python that makes the same scenario and runs it. */
export function toPython(plain) {
  const plan = plain.plan.map(ofCatalogue);
  const short = !plain.levels && plan.every((each) => each !== null);
  const made = short ? shortPython(plain, plan) : `sp.Scenario.from_dict(\n${indented(python(plain), 4)}\n)`;
  const lines = [`# ${NOTE}`, "import stresspain as sp", "", `scenario = ${made}`, "run = sp.simulate(scenario)"];
  return `${lines.join("\n")}\nprint(run.explain())\n`;
}

function shortPython(plain, plan) {
  const options = { ...plain, plan: undefined };
  if (plain.damage === PARAMETERS.damage.default) delete options.damage;
  if (Object.keys(plain.person).length === 0) delete options.person;
  const lines = Object.entries(options)
    .filter(([, value]) => value !== undefined)
    .map(([name, value]) => `    ${name}=${hung(python(value))},`);
  if (plan.length) lines.push("    plan=[", ...plan.map((each) => `        ${pythonCall(each)},`), "    ],");
  return `sp.scenario(\n${lines.join("\n")}\n)`;
}

const hung = (text) => text.split("\n").join("\n    ");
const indented = (text, by) => text.split("\n").map((line) => " ".repeat(by) + line).join("\n");

/** Calls the catalogue for one thing. */
function pythonCall({ name, amount, reading, courses }) {
  const options = [number(amount[1])];
  if (reading) options.push(`reading=${python(reading)}`);
  const [[start, stop, ...more]] = courses;
  if (courses.length > 1 || more.length) {
    return `sp.${name}(${options.join(", ")}).during(${courses.map((each) => `(${each.map(python).join(", ")})`).join(", ")})`;
  }
  if (start) options.push(`start=${number(start)}`);
  if (stop !== null) options.push(`stop=${number(stop)}`);
  return `sp.${name}(${options.join(", ")})`;
}

/** A plain value as Python writes it, several lines long where one would not do. */
function python(value) {
  if (value === null) return "None";
  if (typeof value === "boolean") return value ? "True" : "False";
  if (typeof value === "number") return number(value);
  if (typeof value === "string") return JSON.stringify(value).replaceAll("\u007f", "\\u007f");
  const many = Array.isArray(value);
  const parts = many ? value.map(python) : Object.entries(value).map(([name, x]) => `${python(name)}: ${python(x)}`);
  const [open, shut] = many ? "[]" : "{}";
  const one = open + parts.join(", ") + shut;
  if (one.length <= WIDE && !one.includes("\n")) return one;
  return `${open}\n${filled(parts).map((line) => indented(line, 4)).join("\n")}\n${shut}`;
}

/** Puts short parts together on lines. */
function filled(parts) {
  const lines = [];
  for (const part of parts.map((each) => `${each},`)) {
    const last = lines[lines.length - 1];
    if (last !== undefined && last.length + part.length < WIDE && !part.includes("\n")) lines[lines.length - 1] += ` ${part}`;
    else lines.push(part);
  }
  return lines;
}

// --- TOML ----------------------------------------------------------------------------------------

/** TOML that Python's `read_scenario` reads back equal in every bit. */
export function toToml(plain) {
  const lines = [`# ${NOTE}`, ""];
  for (const name of FOR_PEOPLE) if (plain[name]) lines.push(`${name} = ${tomlText(plain[name])}`);
  lines.push(`days = ${tomlValue(plain.days)}`, `start = ${tomlValue(plain.start)}`);
  lines.push(`load = ${tomlValue(plain.load)}`, `damage = ${tomlValue(plain.damage)}`, "");
  lines.push(...section("person", plain.person), ...section("levels", plain.levels ?? {}));
  for (const taken of plain.plan) {
    const entries = Object.entries(tomlIntervention(taken));
    lines.push("[[plan]]", ...entries.map(([name, said]) => `${name} = ${said}`), "");
  }
  return lines.join("\n");
}

function section(name, numbers) {
  const rows = Object.entries(numbers).map(([key, value]) => `${tomlKey(key)} = ${number(value)}`);
  return rows.length ? [`[${name}]`, ...rows, ""] : [];
}

const tomlKey = (name) => (/^[A-Za-z0-9_-]+$/.test(name) ? name : tomlText(name));
const tomlValue = (value) => (Array.isArray(value) ? tomlList(value.map(tomlValue)) : typeof value === "string" ? tomlText(value) : number(value));

function tomlList(parts) {
  const one = `[${parts.join(", ")}]`;
  return one.length <= WIDE ? one : `[\n${parts.map((part) => `  ${part},\n`).join("")}]`;
}

/** Texts in TOML: escaped as JSON is; one of several lines keeps them; dots in a row would look like an endless key. */
function tomlText(said) {
  const lines = said.split("\n").map((line) => JSON.stringify(line).slice(1, -1).replaceAll("\u007f", "\\u007f"));
  const written = lines.length === 1 ? `"${lines[0]}"` : `"""\n${lines.join("\n")}"""`;
  return (written.match(/\./g) ?? []).length >= 16 ? written.replaceAll(".", "\\u002e") : written;
}

/** The entries of a [[plan]] table: short where the catalogue makes the same thing, whole where not. */
function tomlIntervention(taken) {
  const short = ofCatalogue(taken);
  return short ? shortToml(short) : wholeToml(taken);
}

function shortToml({ name, amount, reading, courses }) {
  const said = { intervention: tomlText(name), [amount[0]]: number(amount[1]) };
  if (reading) said.reading = tomlText(reading);
  const [[start, stop]] = courses;
  if (courses.length > 1) return { ...said, courses: tomlList(courses.map(tomlCourse)) };
  if (start) said.start = number(start);
  if (stop !== null) said.stop = number(stop);
  return said;
}

const tomlCourse = (course) => tomlList(course.map((x) => (x === null ? "inf" : number(x))));

function wholeToml(taken) {
  const sizes = Object.entries(taken.reductions).map(([name, size]) => `${tomlKey(name)} = ${number(size)}`);
  const said = {
    name: tomlText(taken.name),
    reductions: `{${sizes.join(", ")}}`,
    tau_e: number(taken.tau_e),
    drowsy: String(taken.drowsy),
    courses: tomlList(taken.courses.map(tomlCourse)),
  };
  if (taken.half_dose !== null) said.half_dose = number(taken.half_dose);
  if (taken.reading) said.reading = tomlText(taken.reading);
  return said;
}
