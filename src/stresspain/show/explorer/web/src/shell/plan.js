// What the catalogue makes, as the plain form that a scenario holds.

import { CATALOGUE } from "../declared.js";

/** Returns something of the catalogue, bare of courses; `usual` is its usual amount. */
export function fresh(name, reading = CATALOGUE[name].reading) {
  const { tau_e, half_dose, drowsy, reductions, amount } = CATALOGUE[name];
  const said = CATALOGUE[name].reading ? reading : "";
  return { name, reductions: { ...reductions[said] }, tau_e, half_dose, reading: said, drowsy, usual: amount.default };
}

/** Returns the readings there are of an intervention; empty where there is no choice. */
export function readingsOf(name) {
  const known = Object.keys(CATALOGUE[name]?.reductions ?? {});
  return known.length > 1 ? known : [];
}

/** Whether it is taken as the catalogue has it, so that another reading only swaps its reductions. */
export function asInCatalogue(taken) {
  const known = CATALOGUE[taken.name]?.reductions[taken.reading];
  return known !== undefined && JSON.stringify(Object.entries(known).sort()) === JSON.stringify(Object.entries(taken.reductions).sort());
}
