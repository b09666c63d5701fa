// Words for what cannot be used, as Python says them: the name and value given, the rule, its meaning, what to do.
// Always plain text, never markup.

import { has, say, sentence } from "./catalogue.js";

const LONGEST = 60;

/**
 * Something given cannot be used. Its sentence stands in the catalogue under "lesson." and the code, in every language;
 * `message` is the English one, which is Python's.
 */
export class Lesson extends Error {
  /**
   * @param {string} code
   * @param {object} [values] what the sentence is filled with; text that was given stays text
   */
  constructor(code, values = {}) {
    super(sentence("en", `lesson.${code}`, values));
    Object.assign(this, { code, values });
  }

  /** The same lesson with something before it, which says where. */
  inside(code, values) {
    return new Lesson(code, { ...values, lesson: say(`lesson.${this.code}`, this.values) });
  }
}

/** The answer for something that went wrong. */
export function refusal(error) {
  const { code, values } = error instanceof Lesson ? error : { code: "unexpected", values: {} };
  return { ok: false, error: { code, values, text: String(error?.message ?? error) } };
}

/** A number in at most six digits, as Python's %g writes it. */
export function brief(x) {
  if (!Number.isFinite(x)) return Number.isNaN(x) ? "nan" : x > 0 ? "inf" : "-inf";
  const [digits, power] = x.toExponential(5).split("e");
  const e = Number(power);
  if (x !== 0 && (e < -4 || e >= 6)) return `${trimmed(digits)}e${e < 0 ? "-" : "+"}${String(Math.abs(e)).padStart(2, "0")}`;
  return Object.is(x, -0) ? "-0" : trimmed(x.toFixed(Math.max(5 - e, 0)));
}

const trimmed = (digits) => (digits.includes(".") ? digits.replace(/\.?0+$/, "") : digits);

/** A number so that every bit of it comes back, as Python's repr writes it. */
export function exact(x) {
  if (!Number.isFinite(x)) return brief(x);
  if (Object.is(x, -0)) return "-0.0";
  const [digits, power] = x.toExponential().split("e");
  const e = Number(power);
  if (x === 0 || (e >= -4 && e < 16)) return Number.isInteger(x) ? `${x}.0` : String(x);
  return `${digits}e${e < 0 ? "-" : "+"}${String(Math.abs(e)).padStart(2, "0")}`;
}

/** A value as it was given, cut short where it is long. */
export function shown(value) {
  if (typeof value === "number") return Number.isInteger(value) ? String(value) : exact(value);
  if (typeof value === "bigint") return String(value);
  let text;
  try {
    text = typeof value === "string" ? quoted(value.slice(0, 200)) : (JSON.stringify(value) ?? String(value));
  } catch {
    text = typeof value;
  }
  return text.length > LONGEST ? `${text.slice(0, 28)}...${text.slice(-29)}` : text;
}

const quoted = (text) => `'${text}'`;

/** How alike two names are, 0 to 1: the letters in common, in order, in the longest blocks; as Python's difflib counts. */
const likeness = (a, b) => (2 * inCommon(Array.from(a), Array.from(b))) / (Array.from(a).length + Array.from(b).length || 1);

/** How many letters two lists have in common: those of the longest block, and those on either side of it. */
function inCommon(a, b) {
  let [from, to, size] = [0, 0, 0];
  a.forEach((_, i) => b.forEach((_, j) => {
    let length = 0;
    while (i + length < a.length && j + length < b.length && a[i + length] === b[j + length]) length += 1;
    if (length > size) [from, to, size] = [i, j, length];
  }));
  if (size === 0) return 0;
  return size + inCommon(a.slice(0, from), b.slice(0, to)) + inCommon(a.slice(from + size), b.slice(to + size));
}

/** The name that is most like the one given; several where they are equally so. */
function nearest(given, names) {
  if (typeof given !== "string") return [];
  const word = Array.from(given).slice(0, 100).join("");
  const ratios = names.map((name) => likeness(name, word));
  const best = Math.max(0, ...ratios);
  return names.filter((_, i) => ratios[i] === best && best >= 0.5).slice(0, 4);
}

/**
 * The lesson for a name outside `names`, with the nearest one.
 * @param {object} kind what is called so, by `say`
 * @param {any} given
 * @param {string[]} names
 * @param {(name: string) => string} [key] where to look up what a name means
 */
export function unknown(kind, given, names, key = () => "") {
  const meant = (name) => (has(key(name)) ? say("lesson.meant", { name, meaning: say(key(name)) }) : `'${name}'`);
  const near = nearest(given, names).map(meant);
  if (near.length) return new Lesson("unknown.near", { kind, given: shown(given), near });
  return new Lesson("unknown", { kind, given: shown(given), names: names.join(", ") });
}
