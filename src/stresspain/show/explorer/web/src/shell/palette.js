// Which of the eight inks (custom properties --sp-ink-0 to --sp-ink-7, the hues of show/style.py) a thing is drawn
// in: the same intervention has the same colour in every view, whatever else is in the plan.

const TAKEN = {
  stress_management: 1,
  painkiller: 2,
  adaptogen: 3,
  muscle_relaxant: 4,
  movement: 5,
  posture: 6,
  sleep: 7,
};

/** The ink of an intervention by its name; one of your own gets one that depends on its name alone. */
export function inkOf(name) {
  if (name in TAKEN) return TAKEN[name];
  const sum = [...name].reduce((total, letter) => (total * 31 + letter.codePointAt(0)) % 9973, 7);
  return 1 + (sum % 7);
}
