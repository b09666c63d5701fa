// How lines look: hue, dash and width together, so that they are told apart in grey too (show/style.py's).
// The hues are custom properties of the style sheet, one set for light and one for dark.

/** Dashes of the eight inks, in CSS pixels. */
export const DASHES = [
  [], [9, 4], [10, 4, 2, 4], [2, 3], [12, 3, 2, 3, 2, 3], [5, 2.5], [14, 5], [6, 3, 2, 3],
];

/** The five states with the ink that the package's figures give them. */
export const STATES = [
  { key: "stress", ink: 0 }, { key: "cortisol", ink: 1 }, { key: "tension", ink: 2 },
  { key: "inflammation", ink: 3 }, { key: "sensitivity", ink: 4 },
];

/** Points of pain that a painkiller must make before both lines are drawn. */
export const SHOWN = 0.05;

/** A state as it is drawn: cortisol as what lies above its rested baseline of 1. */
export function aboveRest(result, key) {
  return key === "cortisol" ? result.cortisol.map((value) => value - 1) : result[key];
}

const NAMES = ["ink-0", "ink-1", "ink-2", "ink-3", "ink-4", "ink-5", "ink-6", "ink-7",
  "text", "muted", "paper", "rule", "pale", "ghost"];

/** Read the colours that hold at an element now; canvas needs them as values. */
export function colours(host) {
  const style = getComputedStyle(host);
  const read = Object.fromEntries(NAMES.map((name) => [name, style.getPropertyValue(`--sp-${name}`).trim()]));
  return { ...read, inks: NAMES.slice(0, 8).map((name) => read[name]), key: `${read["ink-0"]}${read.paper}` };
}
