// JSON as Python writes it, and the fingerprint that Python gives a scenario: files of both sides can be compared.

import { exact } from "../core/words.js";

const FOR_PEOPLE = ["title", "author", "notes"];

function quoted(text) {
  return JSON.stringify(text).replace(/[\u007f-\uffff]/g, (c) => `\\u${c.charCodeAt(0).toString(16).padStart(4, "0")}`);
}

/**
 * Writes plain data as Python's json.dumps does, all numbers as floats but the whole `days` of a scenario.
 * @param {any} value
 * @param {{sorted?: boolean, whole?: string[]}} [how] keys in order; names whose numbers are whole
 */
export function pythonJson(value, { sorted = false, whole = ["days"] } = {}, isWhole = false) {
  const again = (part, name) => pythonJson(part, { sorted, whole }, whole.includes(name));
  if (typeof value === "number") return isWhole && Number.isInteger(value) ? String(value) : exact(value);
  if (typeof value === "string") return quoted(value);
  if (value === null || typeof value === "boolean") return String(value);
  if (Array.isArray(value)) return `[${value.map((part) => again(part)).join(", ")}]`;
  const names = sorted ? Object.keys(value).sort() : Object.keys(value);
  return `{${names.map((name) => `${quoted(name)}: ${again(value[name], name)}`).join(", ")}}`;
}

/** Returns the sixteen digits that Python knows a scenario by. */
export function digest(plain) {
  const rest = Object.fromEntries(Object.entries(plain).filter(([name]) => !FOR_PEOPLE.includes(name)));
  return sha256(pythonJson(rest, { sorted: true })).slice(0, 16);
}

const PRIMES = Array.from({ length: 320 }, (_, n) => n).filter((n) => n > 1 && ![...Array(n).keys()].some((d) => d > 1 && n % d === 0));
const fraction = (x) => Math.floor((x - Math.floor(x)) * 4294967296) >>> 0;
const ROUND = PRIMES.slice(0, 64).map((p) => fraction(Math.cbrt(p)));
const turn = (x, n) => (x >>> n) | (x << (32 - n));

/** SHA-256 in hexadecimal digits: the browser's own is missing on plain http, where notebooks may live. */
export function sha256(text) {
  const bytes = new TextEncoder().encode(text);
  const padded = new Uint8Array(((bytes.length + 72) >> 6) << 6);
  padded.set(bytes);
  padded[bytes.length] = 0x80;
  const view = new DataView(padded.buffer);
  view.setUint32(padded.length - 8, Math.floor(bytes.length / 0x20000000));
  view.setUint32(padded.length - 4, bytes.length << 3);
  const hash = PRIMES.slice(0, 8).map((p) => fraction(Math.sqrt(p)));
  const w = new Uint32Array(64);
  for (let at = 0; at < padded.length; at += 64) block(view, at, w, hash);
  return hash.map((x) => (x >>> 0).toString(16).padStart(8, "0")).join("");
}

function block(view, at, w, hash) {
  for (let i = 0; i < 16; i += 1) w[i] = view.getUint32(at + 4 * i);
  for (let i = 16; i < 64; i += 1) {
    const s0 = turn(w[i - 15], 7) ^ turn(w[i - 15], 18) ^ (w[i - 15] >>> 3);
    const s1 = turn(w[i - 2], 17) ^ turn(w[i - 2], 19) ^ (w[i - 2] >>> 10);
    w[i] = w[i - 16] + s0 + w[i - 7] + s1;
  }
  let [a, b, c, d, e, f, g, h] = hash;
  for (let i = 0; i < 64; i += 1) {
    const t1 = (h + (turn(e, 6) ^ turn(e, 11) ^ turn(e, 25)) + ((e & f) ^ (~e & g)) + ROUND[i] + w[i]) | 0;
    const t2 = ((turn(a, 2) ^ turn(a, 13) ^ turn(a, 22)) + ((a & b) ^ (a & c) ^ (b & c))) | 0;
    [h, g, f, e, d, c, b, a] = [g, f, e, (d + t1) | 0, c, b, a, (t1 + t2) | 0];
  }
  [a, b, c, d, e, f, g, h].forEach((x, i) => { hash[i] = (hash[i] + x) | 0; });
}
