// The texts of every language, with values filled in. English texts that the package declares are taken from there, not
// typed again; a language that lacks a text says it in English.

import catalogues from "#strings";
import { declaredWords } from "./declared_words.js";

export const LANGUAGES = Object.keys(catalogues);

const DECLARED = declaredWords();

const look = (language, key) => catalogues[language]?.[key] ?? catalogues.en[key] ?? DECLARED[key];

/** Whether there is such a text at all. */
export const has = (key) => look("en", key) !== undefined;

/** Something that is said in the reader's language when its sentence is. */
export const say = (key, values) => ({ key, values });

/**
 * The text of a key with {names} filled in.
 * @param {string} language
 * @param {string} key
 * @param {object} [values] by name: plain values, what `say` gave, or a list, any one of which may be meant
 */
export function sentence(language, key, values = {}) {
  const told = (value) => {
    if (Array.isArray(value)) return value.map(told).join(look(language, "lesson.or"));
    return value?.key ? sentence(language, value.key, value.values) : String(value);
  };
  const text = look(language, key) ?? key;
  return text.replace(/\{(\w+)\}/g, (whole, name) => (Object.hasOwn(values, name) ? told(values[name]) : whole));
}
