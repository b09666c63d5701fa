// A scenario as one word for links and messages, the same form as Python's exchange/scenario_text.py: "sp1." and then
// the plain form as JSON, packed. What comes in is data: its size is bounded, nothing in it is evaluated.

import { check } from "./check.js";
import { Lesson, refusal, shown } from "./words.js";

const FORM = "1";
const PREFIX = `sp${FORM}.`;
const LONGEST = 200_000;
const UNPACKED = 2_000_000;
const DEEPEST = 8;
const CHUNK = 32_768;

/** A scenario as one word; rejects with a lesson where it would be too long to be read back. */
export async function encode(plain) {
  const raw = new TextEncoder().encode(JSON.stringify(plain));
  const packed = base64(await through(new CompressionStream("deflate"), raw, Infinity));
  if (packed.length <= LONGEST - PREFIX.length && raw.length <= UNPACKED) return PREFIX + packed;
  throw new Lesson("read.many", { count: packed.length, most: LONGEST });
}

/** The scenario behind a word: {ok: true, scenario} or {ok: false, error}; never rejects. */
export async function decode(word) {
  try {
    return check(await unpacked(word));
  } catch (error) {
    return refusal(error);
  }
}

async function unpacked(word) {
  const found = typeof word === "string" && word.length <= LONGEST ? /^sp(\d{1,3})\.([A-Za-z0-9_-]*)$/.exec(word.trim()) : null;
  if (!found) throw new Lesson("read.word", { given: shown(word), most: LONGEST });
  if (found[1] !== FORM) throw new Lesson("read.version", { given: shown(word), form: found[1], ours: FORM });
  let data;
  try {
    const raw = await through(new DecompressionStream("deflate"), bytes(found[2]), UNPACKED);
    const json = new TextDecoder("utf-8", { fatal: true }).decode(raw);
    data = JSON.parse(json);
    checkTame(data, json);
  } catch (error) {
    if (error instanceof Lesson) throw error;
    throw new Lesson("read.damaged", { given: shown(word) });
  }
  return data;
}

/** Sends bytes through a stream and gathers at most `most` of what comes out. */
async function through(stream, given, most) {
  const writer = stream.writable.getWriter();
  const sent = writer.write(given).then(() => writer.close());
  // A damaged or broken-off stream fails on both sides; the reader's side is the one that is told.
  sent.catch(() => {});
  const reader = stream.readable.getReader();
  const parts = [];
  let size = 0;
  for (let next = await reader.read(); !next.done; next = await reader.read()) {
    parts.push(next.value);
    size += next.value.length;
    if (size > most) {
      reader.cancel().catch(() => {});
      throw new Lesson("read.large", { most });
    }
  }
  return joined(parts, size);
}

function joined(parts, size) {
  const whole = new Uint8Array(size);
  let at = 0;
  for (const part of parts) {
    whole.set(part, at);
    at += part.length;
  }
  return whole;
}

function base64(raw) {
  let letters = "";
  for (let i = 0; i < raw.length; i += CHUNK) letters += String.fromCharCode(...raw.subarray(i, i + CHUNK));
  return btoa(letters).replaceAll("+", "-").replaceAll("/", "_").replace(/=+$/, "");
}

function bytes(packed) {
  const letters = atob(packed.replaceAll("-", "+").replaceAll("_", "/"));
  return Uint8Array.from(letters, (letter) => letter.charCodeAt(0));
}

/** Refuses what Python refuses: deep nesting, and whole numbers of more than 64 bits. */
function checkTame(data, json) {
  for (const [token] of json.matchAll(/"(?:[^"\\]|\\.)*"|-?\d[\d.eE+-]*/g)) {
    if (/^-?\d{19,}$/.test(token)) checkWhole(BigInt(token));
  }
  checkDepth(data);
}

/** Refuses a whole number of more than 64 bits. */
export function checkWhole(number) {
  if (BigInt.asIntN(64, number) !== number) throw new Lesson("read.digits");
}

/** Refuses tables and lists that are nested too deep. */
export function checkDepth(data) {
  let level = [data];
  for (let deep = 0; deep < DEEPEST; deep += 1) {
    level = level.flatMap((value) => (value !== null && typeof value === "object" ? Object.values(value) : []));
  }
  if (level.length) throw new Lesson("read.deep", { most: DEEPEST - 1 });
}
