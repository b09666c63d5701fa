// What is taken along: Python, TOML, a link or one word, a table, a picture. And what is brought back.

import { check, decode, encode, looksLikeToml, readToml, toPython, toToml } from "../core/index.js";
import { Lesson, refusal } from "../core/words.js";
import { LANGUAGES } from "../core/catalogue.js";
import { runCsv } from "./csv.js";
import { png, svgText } from "./drawing.js";

const WORD = /sp\d{1,3}\.[A-Za-z0-9_-]*/;
const LONGEST = 2_000_000;

/** Offers bytes as a file. */
function download(name, parts, type) {
  const link = document.createElement("a");
  link.href = URL.createObjectURL(new Blob(parts, { type }));
  link.download = name;
  link.click();
  setTimeout(() => URL.revokeObjectURL(link.href), 10_000);
}

/**
 * Returns the link of a scenario, or its word where there is no page to link to. The link carries the language too: a
 * class should see what its teacher sees. It stands after the word, where readers that do not know of it stop reading.
 */
export async function linkOf(plain, home, language) {
  const word = await encode(plain);
  return home === "page" ? `${location.href.split("#")[0]}#${word}&lang=${language}` : word;
}

/** Returns the language that an address asks for, if it is one of ours. */
export function languageOf(hash) {
  const asked = /[#&]lang=([a-z]{2,3})(?:&|$)/.exec(hash)?.[1];
  return LANGUAGES.includes(asked) ? asked : null;
}

const COPIES = {
  python: ({ scenario }) => toPython(scenario),
  toml: ({ scenario }) => toToml(scenario),
  link: ({ scenario, home, speak }) => linkOf(scenario, home, speak.language),
};

const FILES = {
  csv: async (now) => download("stresspain_run.csv", [runCsv(now.frame, now.version)], "text/csv"),
  svg: async (now) => download("stresspain_pain.svg", [svgText(now)], "image/svg+xml"),
  png: async (now) => download("stresspain_pain.png", [await png(now)], "image/png"),
};

/**
 * Copies a text or offers a file; says what happened through `tell(key, values)`.
 * @param {string} kind one of python, toml, link, csv, svg, png
 */
export async function share(kind, now, { tell, offer }) {
  if (FILES[kind]) {
    await FILES[kind](now);
    tell("share.saved");
    return;
  }
  const text = await COPIES[kind](now);
  try {
    await navigator.clipboard.writeText(text);
    tell(kind === "link" && now.home === "widget" ? "share.copied.word" : `share.copied.${kind}`);
  } catch {
    // A page without leave to use the clipboard still shows the text, selected.
    offer(text);
  }
}

const fault = (code, values) => refusal(new Lesson(`read.${code}`, values));

function ofJson(text) {
  try {
    return check(JSON.parse(text));
  } catch {
    return fault("json");
  }
}

/**
 * Reads whatever a scenario may come as: a link, a word, JSON, TOML, or a table that the explorer or Python saved.
 * @returns {Promise<{ok: true, scenario: object} | {ok: false, error: {code: string, values: object, text: string}}>}
 */
export async function opened(given) {
  const text = String(given).trim();
  if (!text) return fault("empty");
  if (text.length > LONGEST) return fault("long", { most: LONGEST });
  if (text.startsWith("{")) return ofJson(text);
  const line = /^# scenario: (\{.*)$/m.exec(text);
  if (line) return ofJson(line[1]);
  if (!text.startsWith("<") && looksLikeToml(text)) return readToml(text);
  const word = WORD.exec(text);
  if (word && (text.startsWith("sp") || /#sp\d/.test(text))) return decode(word[0]);
  return fault("stranger");
}
