// English texts that the package declares, under the keys that the other languages translate.

import {
  CATALOGUE, GRADES, HALF_DOSE, KEYS, KNOWN, PARAMETERS, PRESETS, READINGS, SAFETY, STRENGTH, TAU_E,
} from "../declared.js";

/** Turns a topic such as "Liver injury" into a part of a key. */
export const slug = (topic) => topic.toLowerCase().replace(/[^a-z]+/g, "_");

/** Returns key -> English text. */
export function declaredWords() {
  const words = {};
  for (const q of Object.values(PARAMETERS)) words[`parameter.${q.name}`] = q.meaning;
  for (const q of [CATALOGUE.adaptogen.amount, STRENGTH, TAU_E, HALF_DOSE]) words[`meaning.${q.name}`] = q.meaning;
  for (const [name, text] of Object.entries(KEYS)) words[`key.${name}`] = text;
  for (const entry of Object.values(CATALOGUE)) {
    words[`intervention.${entry.name}`] = entry.name.replaceAll("_", " ");
    words[`intervention.${entry.name}.words`] = entry.meaning;
  }
  for (const [name, text] of Object.entries(READINGS)) words[`reading.${name}.words`] = text;
  for (const [name, text] of Object.entries(GRADES)) words[`grade.${name}.words`] = text;
  for (const [name, text] of Object.entries(KNOWN)) words[`known.${name}`] = text;
  for (const { name, title, question, answer } of PRESETS) {
    Object.assign(words, {
      [`preset.${name}.title`]: title, [`preset.${name}.question`]: question, [`preset.${name}.answer`]: answer,
    });
  }
  for (const { topic, statement } of SAFETY) {
    Object.assign(words, { [`safety.${slug(topic)}.topic`]: topic, [`safety.${slug(topic)}.statement`]: statement });
  }
  return words;
}
