// One catalogue for each language; English texts that the package declares are taken from there, not typed again.

import catalogues from "#strings";
import { declaredWords } from "./declared_words.js";

export const LANGUAGES = Object.keys(catalogues);

/** Returns the language to begin with: what is asked for, else what the browser prefers, else English. */
export function pickLanguage(wanted) {
  const asked = [wanted, ...(globalThis.navigator?.languages ?? [])].filter(Boolean);
  const known = asked.map((tag) => String(tag).toLowerCase().split("-")[0]).find((tag) => LANGUAGES.includes(tag));
  return known ?? "en";
}

/** Returns a language's own name, such as "Deutsch". */
export function languageName(language) {
  return catalogues[language]["language.name"];
}

const DECLARED = declaredWords();

function look(language, key) {
  return catalogues[language]?.[key] ?? catalogues.en[key] ?? DECLARED[key];
}

/** Whether there is such a text at all. */
export function has(key) {
  return look("en", key) !== undefined;
}

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
    t(key, values = {}) {
      const text = look(language, key);
      if (text === undefined) return key;
      return text.replace(/\{(\w+)\}/g, (whole, name) => (name in values ? String(values[name]) : whole));
    },
    /** Writes a number with at most so many decimals. */
    number: (x, digits = 2) => format(digits, false).format(x).replace(/^-(0(?:[.,]0+)?)$/, "$1"),
    /** Writes a number with just so many decimals. */
    fixed: (x, digits = 1) => format(digits, true).format(x).replace(/^-(0(?:[.,]0+)?)$/, "$1"),
    /** Joins parts with commas and a last "and". */
    list: (parts) => list.format(parts),
  };
}
