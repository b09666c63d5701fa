// Where a body can stay: all pains that come back as themselves, R(q) = q, and none missed. The search is that of
// Python's cycle/levels.py: over a cell of pains the return map is bounded from both sides; cells whose bounds leave
// no room for a rest are set aside, the others are cut finer until their roots stand alone.

import { PAINFUL } from "../declared.js";
import { jacobian, observables, painBounded, painOut, settled, withSlope } from "../model.js";
import { vector } from "./numbers.js";
import { fades, least, root } from "./roots.js";
import { Lesson, brief } from "./words.js";

const FIRST_CUT = 256;
const FINER = 200;
const SLIVER = 32;
const SLACK = 1e-14;
const RHO = 10;
const LOAD = 0;
const PAIN_SCALE = 10;
const PAIN = 3;
const FELT_PAIN = 4;

/** Pain out for each pain in, both 0 to 1. */
export function returnMap(k, qs) {
  const numbers = vector(k);
  return Float64Array.from(qs, (q) => painOut(q, numbers));
}

/** Every rest, lowest pain first: {q (0-1), pain and felt_pain (0-10), stable, state}. */
export function rests(k) {
  const numbers = vector(k);
  return painLevels(numbers).map((q) => rest(q, numbers));
}

/** The lowest rest, five states. */
export const calm = (k) => calmOf(vector(k));

/** The highest stable rest where two are stable, or the only one if it hurts; null where there is none. */
export function painful(k) {
  try {
    return painfulOf(vector(k));
  } catch (error) {
    if (error instanceof Lesson) return null;
    throw error;
  }
}

/** The lowest rest, of numbers by position. */
export function calmOf(k) {
  return settled(risingLevels(k).next().value, k);
}

/** The painful ending, of numbers by position; a lesson where there is none. */
export function painfulOf(k) {
  const stable = painLevels(k).map((q) => rest(q, k)).filter((found) => found.stable);
  const highest = stable[stable.length - 1];
  if (stable.length > 1 || (stable.length === 1 && highest.felt_pain >= PAINFUL)) return highest.state;
  const given = { load: brief(k[LOAD]), least: PAINFUL };
  throw stable.length
    ? new Lesson("painful", { ...given, pain: highest.felt_pain.toFixed(2) })
    : new Lesson("painful.unstable", given);
}

/** Describes the rest at pain q. */
export function rest(q, k) {
  const state = settled(q, k);
  const seen = observables(state, k);
  const felt = PAIN_SCALE * seen[FELT_PAIN];
  return { q, pain: PAIN_SCALE * seen[PAIN], felt_pain: felt, stable: holds(q, state, k), state };
}

/**
 * Whether a rest holds. Where cortisol does not restrain, every arrow raises and the return map's slope decides;
 * where it does (rho < 0), pain may also begin to swing, and all eigenvalues count.
 */
export function holds(q, state, k) {
  if (k[RHO] >= 0) return withSlope(q, k)[1] < 1;
  const entries = jacobian(state, k);
  return fades(state.map((_, i) => entries.slice(i * state.length, (i + 1) * state.length)));
}

/** Every q in [0, 1] with R(q) = q, rising. */
export const painLevels = (k) => [...risingLevels(k)];

function* risingLevels(k) {
  for (const [a, b] of slivers(0, 1, FIRST_CUT, k)) {
    const cells = Math.round((b - a) * FIRST_CUT) * FINER;
    for (const [from, to] of slivers(a, b, cells, k)) yield* rootsIn(from, to, k);
  }
}

/** The ends of each group of touching cells where the bounds on R rule no rest out. */
function* slivers(a, b, cells, k) {
  const edge = (i) => (i === cells ? b : a + ((b - a) * i) / cells);
  let [from, low, low_out] = [null, a, painOut(a, k)];
  for (let i = 1; i <= cells; i += 1) {
    const high = edge(i);
    const high_out = painOut(high, k);
    // Where cortisol restrains (rho < 0), it enters each bound with the other end of the cell.
    const bounds = k[RHO] >= 0 ? [low_out, high_out] : [painBounded(low, high, k), painBounded(high, low, k)];
    if (bounds[0] <= high + SLACK && bounds[1] >= low - SLACK) from ??= low;
    else if (from !== null) {
      yield [from, low];
      from = null;
    }
    [low, low_out] = [high, high_out];
  }
  if (from !== null) yield [from, b];
}

/** The roots of R(q) - q in one sliver, by its signs at points between which it only rises or only falls. */
function rootsIn(a, b, k) {
  const gap = (q) => painOut(q, k) - q;
  const tilt = (q) => withSlope(q, k)[1] - 1;
  const even = Array.from({ length: SLIVER + 1 }, (_, i) => (i === SLIVER ? b : a + ((b - a) * i) / SLIVER));
  const points = withDips(tilt, even);
  // Near a fold two rests stand close together, one on each side of the point where the gap turns.
  const turns = crossings(tilt, points);
  return crossings(gap, turns.length ? [...points, ...turns].sort((x, y) => x - y) : points);
}

/** Adds the points where R' - 1 turns towards zero without a change of sign being seen (near a cusp). */
function withDips(tilt, points) {
  const tilts = points.map(tilt);
  const dips = [];
  for (let i = 1; i + 1 < points.length; i += 1) {
    const [before, here, after] = tilts.slice(i - 1, i + 2).map(Math.abs);
    const oneSign = tilts[i - 1] * tilts[i] > 0 && tilts[i] * tilts[i + 1] > 0;
    if (oneSign && here < before && here < after) {
      const sign = Math.sign(tilts[i]);
      dips.push(least((q) => sign * tilt(q), points[i - 1], points[i + 1]));
    }
  }
  return dips.length ? [...points, ...dips].sort((x, y) => x - y) : points;
}

/** Where a function is zero, from its signs at rising points. */
function crossings(f, points) {
  const found = [];
  const values = points.map(f);
  values.forEach((value, i) => {
    if (value === 0 && points[i] !== points[i - 1]) found.push(points[i]);
    if (Math.sign(value) * Math.sign(values[i + 1]) < 0) found.push(root(f, points[i], points[i + 1], value));
  });
  return found;
}
