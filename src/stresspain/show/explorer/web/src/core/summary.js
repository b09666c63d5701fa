// What a run comes to, in a few numbers: the outcomes of Python's simulation/outcomes.py, and where it ends.

import { PAINFUL } from "../declared.js";
import { lastNumbers } from "./numbers.js";
import { rests } from "./rests.js";

/** Felt pain (0-10) within which a run counts as having arrived at an ending. */
const ARRIVED = 0.1;
/** Felt pain (0-10) below which days are as high as each other: a settled body peaks on its first day. */
const ROUNDING = 1e-6;

/**
 * Sums a result up.
 * @param {object} result of `solve`
 * @param {object} scenario checked; without it `ending` is null
 * @returns {object} peak, peakDay, mean, last (felt pain 0-10), daysAbove 3 of 10, recoveryDay (null where there is
 *   none), ending: the stable rests of the last day's world, which is near and whether the run has arrived there
 */
export function summary(result, scenario) {
  const { days, felt_pain: pain } = result;
  const peak = pain.reduce((most, value) => Math.max(most, value));
  return {
    peak,
    peakDay: days[pain.findIndex((value) => value > peak - ROUNDING)],
    mean: mean(days, pain),
    last: pain[pain.length - 1],
    daysAbove: daysAbove(days, pain, PAINFUL),
    recoveryDay: recoveryDay(days, pain, PAINFUL),
    ending: scenario ? endingOf(result, scenario) : null,
  };
}

/** Felt pain averaged over time; a single day is its own mean. */
function mean(days, pain) {
  if (days.length === 1) return pain[0];
  let area = 0;
  for (let i = 1; i < days.length; i += 1) area += 0.5 * (pain[i] + pain[i - 1]) * (days[i] - days[i - 1]);
  return area / (days[days.length - 1] - days[0]);
}

/** For how many days felt pain lies above a level, straight lines between the days reported. */
function daysAbove(days, pain, level) {
  let sum = 0;
  for (let i = 1; i < days.length; i += 1) {
    const high = Math.max(pain[i - 1], pain[i]) - level;
    const low = Math.min(pain[i - 1], pain[i]) - level;
    const share = low >= 0 ? 1 : high / (high - low);
    if (high > 0) sum += share * (days[i] - days[i - 1]);
  }
  return sum;
}

/** The day from which felt pain stays at or below a level after having been above it; null where there is none. */
function recoveryDay(days, pain, level) {
  const above = Array.from(pain, (value) => value > level);
  const here = above.lastIndexOf(true);
  if (here < 0 || here === days.length - 1) return null;
  return days[here] + ((days[here + 1] - days[here]) * (pain[here] - level)) / (pain[here] - pain[here + 1]);
}

/** Which endings the last day's world has, what is then taken being taken for good, and which one the run is near. */
function endingOf({ days, felt_pain: pain }, scenario) {
  const found = rests(lastNumbers(scenario, days[days.length - 1]));
  const last = pain[pain.length - 1];
  const endings = found.filter((rest) => rest.stable).map((rest) => rest.felt_pain);
  const nearest = endings.reduce((best, felt) => (Math.abs(felt - last) < Math.abs(best - last) ? felt : best), Infinity);
  return {
    endings,
    ridges: found.filter((rest) => !rest.stable).map((rest) => rest.felt_pain),
    nearest: Number.isFinite(nearest) ? nearest : null,
    arrived: Math.abs(nearest - last) < ARRIVED,
    kind: nearest < PAINFUL ? "calm" : "painful",
  };
}
