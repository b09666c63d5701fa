// Words and numbers of one language.

import { LANGUAGES, sentence } from "../core/catalogue.js";

export { LANGUAGES };

/** Returns the language to begin with: what is asked for, else what the browser prefers, else English. */
export function pickLanguage(wanted) {
  const asked = [wanted, ...(globalThis.navigator?.languages ?? [])].filter(Boolean);
  const known = asked.map((tag) => String(tag).toLowerCase().split("-")[0]).find((tag) => LANGUAGES.includes(tag));
  return known ?? "en";
}

/** Returns a language's own name, such as "Deutsch". */
export const languageName = (language) => sentence(language, "language.name");

/**
 * Returns words and numbers of one language.
 * @param {string} language
 */
export function speaker(language) {
  const list = new Intl.ListFormat(language, { type: "conjunction" });
  const cache = new Map();
  const format = (digits, fixed) => {
    const key = `${digits}${fixed}`;
    if (!cache.has(key)) {
      const given = { maximumFractionDigits: digits, minimumFractionDigits: fixed ? digits : 0, useGrouping: false };
      cache.set(key, new Intl.NumberFormat(language, given));
    }
    return cache.get(key);
  };
  return {
    language,
    /** Returns the text of a key, with {names} filled in. */
    t: (key, values) => sentence(language, key, values),
    /** Writes a number with at most so many decimals. */
    number: (x, digits = 2) => format(digits, false).format(x).replace(/^-(0(?:[.,]0+)?)$/, "$1"),
    /** Writes a number with just so many decimals. */
    fixed: (x, digits = 1) => format(digits, true).format(x).replace(/^-(0(?:[.,]0+)?)$/, "$1"),
    /** Begins a text with a capital. */
    capital: (text) => text.charAt(0).toLocaleUpperCase(language) + text.slice(1),
    /** Joins parts with commas and a last "and". */
    list: (parts) => list.format(parts),
  };
}
