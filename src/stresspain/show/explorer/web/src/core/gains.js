// How strong every arrow and every feedback loop is at a state: the same as Python's `loops`.

import { ARROWS, CIRCUITS, NUMBERS, STATES, pulls, slopes } from "../model.js";
import { vector } from "./numbers.js";

/** Circuits as places among the arrows. */
const WAYS = CIRCUITS.map((nodes) =>
  nodes.map((node, i) => ARROWS.findIndex(([from, to]) => from === node && to === nodes[(i + 1) % nodes.length])),
);

/**
 * The gains at a state: of an arrow, what a small lasting push on its source does to its target in the long run; of a
 * loop, the product of its arrows' gains; a share is of the sum of absolute gains.
 * @param {object} k numbers by name
 * @param {number[]} state five states
 * @returns {{arrows: object[], loops: object[], total: number}} loops by falling strength; R reinforces, B balances
 */
export function gains(k, state) {
  const numbers = vector(k);
  const own = pulls(state, numbers);
  const sizes = slopes(state, numbers).map((slope, i) => {
    const place = STATES.indexOf(ARROWS[i][1]);
    return place < 0 ? slope : slope / -own[place];
  });
  const arrows = ARROWS.map(([from, to, parameter], i) => ({ from, to, parameter, gain: sizes[i] }));
  const products = WAYS.map((way) => way.reduce((product, place) => product * sizes[place], 1));
  const all = products.reduce((sum, gain) => sum + Math.abs(gain), 0) || 1;
  const loops = products.map((gain, i) => ({
    name: `${gain < 0 ? "B" : "R"}${i + 1}`,
    nodes: CIRCUITS[i],
    gain,
    share: gain / all,
  }));
  const total = products.reduce((sum, gain) => sum + gain, 0);
  return { arrows, loops: loops.sort((a, b) => Math.abs(b.gain) - Math.abs(a.gain)), total };
}

/** The arrows that a parameter carries, as [from, to]. */
export const arrowsOf = (parameter) =>
  NUMBERS.includes(parameter) ? ARROWS.filter((arrow) => arrow[2] === parameter).map(([from, to]) => [from, to]) : [];
