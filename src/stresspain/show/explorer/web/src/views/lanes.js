// Below zero pain: the load as a step, and each intervention as a strip while it is taken.

import { inkOf } from "../shell/palette.js";

const STRIP = 7; // CSS pixels
const LOAD = 16;
const MOST_LANES = 8;
const MOST = 1.5; // the highest load there is

/** How many CSS pixels the lanes take. */
export function depth(scenario) {
  return LOAD + 6 + Math.min(scenario.plan.length, MOST_LANES) * (STRIP + 2);
}

/** Where the load's step stands, canvas pixels. */
const floorOf = (u, scenario, ratio) => u.bbox.top + u.bbox.height - (depth(scenario) - LOAD - 3) * ratio;

/** The middle of the line of type that names the load, canvas pixels: names of curves stay above it. */
export const loadLine = (u, { scenario, ratio, type }) => floorOf(u, scenario, ratio) - (2 + 0.35 * type) * ratio;

/** The courses of an intervention as [start, stop] within a run. */
export function stretches(taken, last) {
  return taken.courses
    .filter((course) => course[2] > 0 && course[0] < last)
    .map(([start, stop, amount]) => [start, Math.min(stop ?? last, last), amount]);
}

/** Draw the lanes into the plot's lowest pixels; `name` says what the step is, beside the plot where there is room. */
export function drawLanes(u, ctx, { scenario, result, look, ratio, name, type, beside }) {
  const bottom = u.bbox.top + u.bbox.height;
  const last = result.days[result.days.length - 1];
  const x = (day) => u.valToPos(day, "x", true);
  ctx.save();
  ctx.beginPath();
  ctx.rect(u.bbox.left, u.bbox.top, u.bbox.width, u.bbox.height);
  ctx.clip();
  const shown = scenario.plan.slice(0, MOST_LANES);
  shown.forEach((taken, i) => {
    ctx.fillStyle = look.inks[inkOf(taken.name)];
    const y = bottom - (shown.length - i) * (STRIP + 2) * ratio;
    const most = Math.max(...taken.courses.map((course) => course[2]), 1e-9);
    for (const [start, stop, amount] of stretches(taken, last)) {
      const height = STRIP * ratio * (0.4 + 0.6 * (amount / most));
      ctx.fillRect(x(start), y + STRIP * ratio - height, Math.max(x(stop) - x(start), ratio), height);
    }
  });
  const floor = floorOf(u, scenario, ratio);
  drawLoad(ctx, { x, floor, scenario, last, look, ratio });
  ctx.restore();
  ctx.save();
  ctx.font = `${type * (beside ? 1 : 0.85) * ratio}px system-ui, sans-serif`;
  ctx.fillStyle = look.muted;
  ctx.textBaseline = "alphabetic";
  const right = u.bbox.left + u.bbox.width;
  ctx.textAlign = beside ? "left" : "right";
  ctx.fillText(name, beside ? right + 14 * ratio : right - 6 * ratio, floor - 2 * ratio);
  ctx.restore();
}

function drawLoad(ctx, { x, floor, scenario, last, look, ratio }) {
  const steps = Array.isArray(scenario.load) ? scenario.load : [[0, scenario.load]];
  ctx.fillStyle = look.pale;
  steps.forEach(([day, level], i) => {
    const end = i + 1 < steps.length ? steps[i + 1][0] : last;
    const height = LOAD * ratio * (level / MOST);
    ctx.fillRect(x(day), floor - height, Math.max(x(end) - x(day), 0), height);
  });
  ctx.fillStyle = look.rule;
  ctx.fillRect(x(0), floor, x(last) - x(0), ratio);
}
