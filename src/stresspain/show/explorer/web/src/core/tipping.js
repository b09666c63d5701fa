// Tipping points: where an ending is born or lost as one number changes. The rests over a number form curves; a fold
// is where a curve turns back, R(q) = q and R'(q) = 1. Where the return map answers to the number one way only, each
// pain has at most one value of it and the curve is found pain by pain (Python's cycle/graphs.py); where it does not
// (rho < 0, and the number acts on stress), the rests are counted value by value.

import { PARAMETERS } from "../declared.js";
import { NUMBERS, painOut, settled, withSlope } from "../model.js";
import { vector } from "./numbers.js";
import { holds, painLevels, rest } from "./rests.js";
import { root } from "./roots.js";

const CELLS = 256;
const VALUES = 160;
const POINTS = 120;
const NEAREST = 1e-11;
const ON_STRESS = ["load", "k_ls", "k_qs", "k_qf"];

/**
 * Follows every rest as one number goes from `low` to `high`.
 * @param {object} k the other numbers, by name
 * @param {string} name a parameter
 * @param {number} [low] of its declared range if none is given
 * @param {number} [high]
 * @returns {{branches: object[], folds: object[]}} branches of one stability each: {stable, xs, felt_pain}, felt pain
 *   on 0-10, their ends at folds shared; folds by rising x: {x, felt_pain}
 */
export function tipping(k, name, low = PARAMETERS[name].low, high = PARAMETERS[name].high) {
  const where = new Setting(k, name, low, high);
  if (!where.moves()) return { branches: where.levels(), folds: [] };
  return where.oneWay() ? alongPain(where) : alongValues(where);
}

/** Numbers with one left open. */
class Setting {
  constructor(k, name, low, high) {
    this.k = vector(k);
    this.place = NUMBERS.indexOf(name);
    Object.assign(this, { name, low, high, rho: k.rho });
  }

  at(x) {
    const numbers = this.k.slice();
    numbers[this.place] = x;
    return numbers;
  }

  gap(q, x) {
    return painOut(q, this.at(x)) - q;
  }

  tilt(q, x) {
    return withSlope(q, this.at(x))[1] - 1;
  }

  /** Whether the number moves any rest: a time constant does not, nor does one that is multiplied by nothing. */
  moves() {
    if (this.name.startsWith("tau_")) return false;
    return [0.01, 0.2, 0.5, 0.8].some((q) => this.gap(q, this.low) !== this.gap(q, this.high));
  }

  oneWay() {
    return this.rho >= 0 || !ON_STRESS.includes(this.name);
  }

  point(q, x) {
    const numbers = this.at(x);
    const found = rest(q, numbers);
    return { q, x, felt_pain: found.felt_pain, stable: found.stable };
  }

  /** The rests of a number that moves none, as straight branches. */
  levels() {
    return painLevels(this.at(this.low)).flatMap((q) => {
      const xs = Array.from({ length: VALUES + 1 }, (_, i) => this.low + ((this.high - this.low) * i) / VALUES);
      return branches(xs.map((x) => this.point(q, x)));
    });
  }
}

// --- pain by pain --------------------------------------------------------------------------------

function alongPain(where) {
  const ends = [...painLevels(where.at(where.low)), ...painLevels(where.at(where.high))];
  const pains = Array.from({ length: CELLS + 1 }, (_, i) => (i / CELLS) ** 1.5);
  const still = ends.filter((q, i) => ends.indexOf(q) !== i);
  const moved = ends.filter((q) => !still.includes(q));
  // A pain between two ends keeps two curves that end there apart.
  const all = [...pains, ...moved, ...between(moved)].sort((a, b) => a - b);
  const runs = unbroken(all, (q) => (moved.includes(q) ? endValue(where, q) : valueAt(where, q)));
  const curves = runs.map((run) => denser(where, run));
  const folds = [];
  const found = curves.flatMap((curve) => {
    const turns = turnsOf(where, curve);
    folds.push(...turns.map(({ x, felt_pain }) => ({ x, felt_pain })));
    const points = [...curve.map(({ q, x }) => where.point(q, x)), ...turns].sort((a, b) => a.q - b.q);
    return branches(points);
  });
  const fixed = still.flatMap((q) => branches([where.low, where.high].map((x) => where.point(q, x))));
  return { branches: [...found, ...fixed], folds: folds.sort((a, b) => a.x - b.x) };
}

/** The middles between neighbours. */
function between(qs) {
  const rising = [...qs].sort((a, b) => a - b);
  return rising.slice(1).map((q, i) => 0.5 * (q + rising[i]));
}

/** Gives a short curve enough points to be drawn and searched. */
function denser(where, curve) {
  if (curve.length >= POINTS) return curve;
  const [first, last] = [curve[0].q, curve[curve.length - 1].q];
  const inner = Array.from({ length: POINTS }, (_, i) => first + ((last - first) * (i + 1)) / (POINTS + 1));
  const added = inner.map((q) => ({ q, x: valueAt(where, q) })).filter(({ x }) => x !== null);
  return [...curve, ...added].sort((a, b) => a.q - b.q);
}

/** The value of the open number for which q is a rest; null where none between the ends is. */
function valueAt(where, q) {
  const [at_low, at_high] = [where.gap(q, where.low), where.gap(q, where.high)];
  if (at_low === at_high || Math.sign(at_low) * Math.sign(at_high) > 0) return null;
  return root((x) => where.gap(q, x), where.low, where.high, at_low);
}

/** Which end of the range a rest of one of them stands at. */
function endValue(where, q) {
  return Math.abs(where.gap(q, where.low)) < Math.abs(where.gap(q, where.high)) ? where.low : where.high;
}

/** Runs of neighbouring pains that are rests of some value. */
function unbroken(pains, value) {
  const runs = [[]];
  for (const q of pains) {
    const x = value(q);
    if (x === null) runs.push([]);
    else runs[runs.length - 1].push({ q, x });
  }
  return runs.filter((run) => run.length > 1);
}

/** The folds of a curve: where R' passes 1. */
function turnsOf(where, curve) {
  const tilts = curve.map(({ q, x }) => where.tilt(q, x));
  const turns = [];
  for (let i = 1; i < curve.length; i += 1) {
    if (Math.sign(tilts[i - 1]) * Math.sign(tilts[i]) >= 0) continue;
    const tilt = (q) => where.tilt(q, valueAt(where, q) ?? curve[i].x);
    const q = root(tilt, curve[i - 1].q, curve[i].q, tilts[i - 1]);
    turns.push({ ...where.point(q, valueAt(where, q) ?? curve[i].x), fold: true });
  }
  return turns;
}

// --- value by value ------------------------------------------------------------------------------

function alongValues(where) {
  const xs = Array.from({ length: VALUES + 1 }, (_, i) => where.low + ((where.high - where.low) * i) / VALUES);
  const rows = xs.map((x) => ({ x, qs: painLevels(where.at(x)) }));
  const folds = [];
  const found = [];
  let begin = 0;
  for (let i = 1; i <= rows.length; i += 1) {
    if (i < rows.length && rows[i].qs.length === rows[begin].qs.length) continue;
    found.push(rows.slice(begin, i));
    begin = i;
  }
  for (let i = 1; i < found.length; i += 1) folds.push(...meet(where, found[i - 1], found[i]));
  const lines = found.flatMap((run) => run[0].qs.map((_, j) => run.map(({ x, qs }) => where.point(qs[j], x))));
  return { branches: lines.flatMap(branches), folds };
}

/** Brings two runs of different counts up to the fold between them. */
function meet(where, before, after) {
  const most = before[0].qs.length > after[0].qs.length ? before : after;
  let [inside, outside] = most === before ? [before[before.length - 1], after[0]] : [after[0], before[before.length - 1]];
  const added = [];
  while (Math.abs(outside.x - inside.x) > NEAREST) {
    const x = 0.5 * (inside.x + outside.x);
    const row = { x, qs: painLevels(where.at(x)) };
    if (row.qs.length === inside.qs.length) added.push((inside = row));
    else outside = row;
    if (x === inside.x && x === outside.x) break;
  }
  if (most === before) before.push(...added);
  else after.unshift(...added.reverse());
  const gaps = inside.qs.map((q, i) => inside.qs[i + 1] - q).slice(0, -1);
  const pair = gaps.indexOf(Math.min(...gaps));
  if (pair < 0) return [];
  const q = 0.5 * (inside.qs[pair] + inside.qs[pair + 1]);
  return [{ x: inside.x, felt_pain: where.point(q, inside.x).felt_pain }];
}

/** Cuts points in order into branches of one stability; a fold ends one and begins the next. */
function branches(points) {
  const found = [];
  let now = [];
  points.forEach((point, i) => {
    const turned = now.length && !point.fold && !now[now.length - 1].fold && point.stable !== now[now.length - 1].stable;
    if (turned) {
      found.push(now);
      now = [];
    }
    now.push(point);
    if (point.fold) {
      found.push(now);
      now = [point];
    }
  });
  found.push(now);
  return found.filter((part) => part.length > 1).map((part) => ({
    stable: (part.find((point) => !point.fold) ?? part[0]).stable,
    xs: part.map((point) => point.x),
    felt_pain: part.map((point) => point.felt_pain),
  }));
}
