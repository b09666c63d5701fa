// Guess first, then look: how close a guess came, in numbers.

import { PAINFUL } from "../declared.js";

/** Straight lines between the points of a guess, level before the first and after the last. */
function guessedOn(points, day) {
  if (day <= points[0][0]) return points[0][1];
  for (let i = 1; i < points.length; i += 1) {
    const [d0, y0] = points[i - 1];
    const [d1, y1] = points[i];
    if (day <= d1) return d1 > d0 ? y0 + ((day - d0) / (d1 - d0)) * (y1 - y0) : y1;
  }
  return points.at(-1)[1];
}

/** Whether a run ends calm or painful. */
export const endsIn = (result) => (result.felt_pain.at(-1) > PAINFUL ? "painful" : "calm");

/**
 * Compares a drawn guess with a result.
 * @returns {{mean: number, worst: number, day: number}|null} points of 10 apart on average and at most, and when
 */
export function closeness(points, result) {
  if (!points?.length) return null;
  let sum = 0;
  let worst = -1;
  let day = 0;
  const { days, felt_pain: pain } = result;
  const apart = Array.from(days, (at, i) => Math.abs(guessedOn(points, at) - pain[i]));
  for (let i = 0; i < days.length; i += 1) {
    if (apart[i] > worst) [worst, day] = [apart[i], days[i]];
    if (i > 0) sum += ((apart[i] + apart[i - 1]) / 2) * (days[i] - days[i - 1]);
  }
  const span = days.at(-1) - days[0];
  return { mean: span > 0 ? sum / span : apart[0], worst, day };
}

const KIND = [[0.5, "superb"], [1.2, "close"], [2.5, "fair"], [Infinity, "far"]];

/** Says how a guess went: kindly, and with its numbers. */
export function verdict({ choice, guess }, result, words) {
  const { t, fixed, number } = words;
  const ends = endsIn(result);
  const said = [];
  const values = { level: fixed(result.felt_pain.at(-1)) };
  if (choice) said.push(t(choice === ends ? `predict.right.${ends}` : `predict.other.${ends}`, values));
  else said.push(t(`predict.ends.${ends}`, values));
  const near = closeness(guess, result);
  if (near) {
    const kind = KIND.find(([most]) => near.mean <= most)[1];
    const numbers = { mean: fixed(near.mean), worst: fixed(near.worst), day: number(near.day, 0) };
    said.push(t(`predict.curve.${kind}`, numbers));
  }
  return said.join(" ");
}
