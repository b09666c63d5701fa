// Numbers and texts that were given: each is checked against its one declaration. Nothing is clamped.

import { Lesson, brief, shown } from "./words.js";

/** The value as a finite number. */
export function real(value, name, meaning) {
  if (typeof value !== "number") {
    throw new Lesson("type", `${name} = ${shown(value)} is not a number (${meaning}). Give a number such as 0.5.`);
  }
  if (!Number.isFinite(value)) {
    throw new Lesson("type", `${name} = ${brief(value)} is not a finite number (${meaning}). Give a number such as 0.5.`);
  }
  return value;
}

/** The value if it is a number inside the range that `quantity` declares. */
export function within(value, quantity) {
  const { name, low, high, meaning } = quantity;
  const number = real(value, name, meaning);
  if (low <= number && number <= high) return number;
  throw new Lesson(
    "range",
    `${name} = ${brief(number)} lies outside ${brief(low)} to ${brief(high)} (${meaning}). ` +
      `The model is not meant to hold there; the default is ${brief(quantity.default)}.`,
  );
}

/** The value if it is a text that a file can hold. */
export function text(value, what) {
  if (typeof value !== "string") throw new Lesson("type", `${what} = ${shown(value)} is not a text. Put it in quotes.`);
  if (/[\ud800-\udfff]/u.test(value)) {
    throw new Lesson("text", `${what} holds half a character, which no file can. Leave it out.`);
  }
  return value;
}

/** The value if it is a list. */
export function list(value, what) {
  if (!Array.isArray(value)) throw new Lesson("type", `${what} = ${shown(value)} is not a list.`);
  return value;
}

/** Order of names as Python has it: by whole characters. */
export function byName(a, b) {
  const [left, right] = [Array.from(a), Array.from(b)];
  const at = left.findIndex((letter, i) => letter !== right[i]);
  if (at < 0) return left.length - right.length;
  return right[at] === undefined ? 1 : left[at].codePointAt(0) - right[at].codePointAt(0);
}
