// Words for what cannot be used, as Python says them: the name and value given, the rule, its meaning, what to do.
// Always plain text, never markup.

const LONGEST = 60;

/** Something given cannot be used; `code` says what kind of thing, `message` the lesson. */
export class Lesson extends Error {
  constructor(code, text) {
    super(text);
    this.code = code;
  }
}

/** The answer for something that went wrong. */
export function refusal(error) {
  const code = error instanceof Lesson ? error.code : "unexpected";
  return { ok: false, error: { code, text: String(error?.message ?? error) } };
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
  let text;
  try {
    text = typeof value === "string" ? quoted(value.slice(0, 200)) : (JSON.stringify(value) ?? String(value));
  } catch {
    text = typeof value;
  }
  return text.length > LONGEST ? `${text.slice(0, 28)}...${text.slice(-29)}` : text;
}

const quoted = (text) => `'${text}'`;

/** How alike two names are, 0 to 1: twice the pairs of neighbouring letters they share, over all there are. */
function likeness(a, b) {
  const pairs = (word) => Array.from({ length: word.length + 1 }, (_, i) => ` ${word} `.slice(i, i + 2));
  const left = pairs(b);
  let shared = 0;
  for (const pair of pairs(a)) {
    const at = left.indexOf(pair);
    if (at >= 0) {
      left.splice(at, 1);
      shared += 1;
    }
  }
  return (2 * shared) / (a.length + b.length + 2);
}

/** The lesson for a name outside `known` (name -> meaning), with the nearest one. */
export function unknown(kind, given, known) {
  const names = Object.keys(known);
  const word = typeof given === "string" ? given.slice(0, 100) : "";
  const best = names.map((name) => [likeness(name, word), name]).sort((a, b) => b[0] - a[0])[0];
  if (!word || !best || best[0] < 0.4) {
    const all = names.length ? ` Known: ${names.join(", ")}.` : "";
    return new Lesson("unknown", `No ${kind} is called ${shown(given)}.${all}`);
  }
  const meaning = known[best[1]] ? ` (${known[best[1]]})` : "";
  return new Lesson("unknown", `No ${kind} is called ${shown(given)}; did you mean '${best[1]}'${meaning}?`);
}
