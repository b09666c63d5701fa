// Axes of an SVG picture: a square of data with marks, in the sheet's classes.

import { svg } from "./dom.js";

/** Scales of a plot: `box` is [left, top, right, bottom] in the picture's units. */
export function scales(box, [x0, x1], [y0, y1]) {
  const [left, top, right, bottom] = box;
  return {
    box,
    x: (value) => left + ((value - x0) / (x1 - x0)) * (right - left),
    y: (value) => bottom - ((value - y0) / (y1 - y0)) * (bottom - top),
    x0, x1, y0, y1,
  };
}

/** Round steps between two ends, about `count` of them. */
export function ticks(low, high, count = 5) {
  const raw = (high - low) / count;
  const ten = 10 ** Math.floor(Math.log10(raw));
  const step = [1, 2, 2.5, 5, 10].map((m) => m * ten).find((size) => size >= raw - 1e-12);
  const first = Math.ceil(low / step - 1e-9);
  const last = Math.floor(high / step + 1e-9);
  return Array.from({ length: last - first + 1 }, (_, i) => (first + i) * step);
}

/** Draw frame, marks and names of both axes. */
export function axes(scale, { xName, yName, xTicks, yTicks, write }) {
  const [left, top, right, bottom] = scale.box;
  const parts = [];
  for (const value of xTicks) {
    const x = scale.x(value).toFixed(1);
    parts.push(svg("line", { class: "sp-grid", x1: x, x2: x, y1: top, y2: bottom }));
    parts.push(svg("text", { class: "sp-tick sp-middle", x, y: bottom + 22 }, write(value)));
  }
  for (const value of yTicks) {
    const y = scale.y(value).toFixed(1);
    parts.push(svg("line", { class: "sp-grid", x1: left, x2: right, y1: y, y2: y }));
    parts.push(svg("text", { class: "sp-tick sp-end", x: left - 8, y: Number(y) + 5 }, write(value)));
  }
  parts.push(svg("path", { class: "sp-axis", d: `M${left} ${top}V${bottom}H${right}` }));
  parts.push(svg("text", { class: "sp-axis-name sp-middle", x: (left + right) / 2, y: bottom + 46 }, xName));
  parts.push(svg("text", { class: "sp-axis-name", x: left - 30, y: top - 14 }, yName));
  return svg("g", { "aria-hidden": "true" }, ...parts);
}

/** A path through points of data, broken where a value is missing. */
export function path(scale, xs, ys) {
  let text = "";
  let pen = "M";
  for (let i = 0; i < xs.length; i += 1) {
    if (!Number.isFinite(ys[i])) { pen = "M"; continue; }
    text += `${pen}${scale.x(xs[i]).toFixed(1)} ${scale.y(ys[i]).toFixed(1)}`;
    pen = "L";
  }
  return text;
}
