// Numbers and texts that were given: each is checked against its one declaration. Nothing is clamped.

import { PARAMETERS } from "../declared.js";
import { say } from "./catalogue.js";
import { Lesson, brief, shown, unknown } from "./words.js";

/** What a declared number means. */
export const meaningOf = ({ name }) => say(Object.hasOwn(PARAMETERS, name) ? `parameter.${name}` : `meaning.${name}`);

/** The value as a finite number. */
export function real(value, name, meaning) {
  if (typeof value !== "number") throw new Lesson("number", { name, given: shown(value), meaning });
  if (!Number.isFinite(value)) throw new Lesson("finite", { name, given: brief(value), meaning });
  return value;
}

/** The value if it is a number inside the range that `quantity` declares; `ours` where that is a range of the model. */
export function within(value, quantity, ours = true) {
  const { name, low, high } = quantity;
  const meaning = meaningOf(quantity);
  const number = real(value, name, meaning);
  if (low <= number && number <= high) return number;
  const values = { name, given: brief(number), low: brief(low), high: brief(high), meaning, usual: brief(quantity.default) };
  throw ours ? new Lesson("range", values) : new Lesson("range.other", values);
}

/** The value if it is a text that a file can hold. */
export function text(value, what) {
  if (typeof value !== "string") throw new Lesson("text", { what, given: shown(value) });
  if (/[\ud800-\udfff]/u.test(value)) throw new Lesson("half", { what });
  return value;
}

/** The value if it is a list. */
export function list(value, what) {
  if (!Array.isArray(value)) throw new Lesson("list", { what, given: shown(value) });
  return value;
}

/** Whether something is a table of names and values, and no date or other such thing. */
export const isTable = (value) => Object.prototype.toString.call(value) === "[object Object]";

/** The value if it is a table that holds all that is needed and nothing but what is `known`. */
export function table(data, what, { known = null, needed = [], stem = "key" } = {}) {
  if (!isTable(data)) throw new Lesson("table", { what, given: shown(data) });
  for (const name of known ? Object.keys(data) : []) {
    if (!known.includes(name)) throw unknown(say("kind.entry", { what }), name, known, (each) => `${stem}.${each}`);
  }
  for (const name of needed) {
    if (!Object.hasOwn(data, name)) throw new Lesson("missing", { what, name, meaning: say(`${stem}.${name}`) });
  }
  return data;
}

/** Order of names as Python has it: by whole characters. */
export function byName(a, b) {
  const [left, right] = [Array.from(a), Array.from(b)];
  const at = left.findIndex((letter, i) => letter !== right[i]);
  if (at < 0) return left.length - right.length;
  return right[at] === undefined ? 1 : left[at].codePointAt(0) - right[at].codePointAt(0);
}
