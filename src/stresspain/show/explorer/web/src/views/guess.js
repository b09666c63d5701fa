// Draw your guess before the result is shown: with the pointer, or with the arrow keys alone.
// A guess is a list of [day, felt pain] in time; straight lines between, level before and after.

import { html, set, svg } from "./dom.js";

const STOPS = 24;
const STEP = 0.25;

/** The felt pain that a guess gives on a day. */
export function guessed(points, day) {
  if (!points || !points.length) return null;
  if (day <= points[0][0]) return points[0][1];
  for (let i = 1; i < points.length; i += 1) {
    const [d0, y0] = points[i - 1];
    const [d1, y1] = points[i];
    if (day <= d1) return d1 > d0 ? y0 + ((day - d0) / (d1 - d0)) * (y1 - y0) : y1;
  }
  return points[points.length - 1][1];
}

/** A guess with one more point; points between `from` and `to`, drawn over, are gone. */
export function withPoint(points, day, level, from = day, to = day) {
  const kept = (points ?? []).filter(([d]) => d !== day && (d <= Math.min(from, to) || d >= Math.max(from, to)));
  return [...kept, [day, Math.round(level * 100) / 100]].sort((a, b) => a[0] - b[0]);
}

/**
 * The layer over the chart. `chart()` gives the uPlot, `change(points)` is told each new guess.
 * @returns {{update(state): void, node: HTMLElement}}
 */
export function guessLayer(api, { chart, change }) {
  const line = svg("polyline", { class: "sp-guess-line" });
  const grip = svg("circle", { class: "sp-guess-grip", r: 9 });
  const canvas = svg("svg", { class: "sp-guess-picture", "aria-hidden": "true" }, line, grip);
  const handle = html("div", {
    class: "sp-guess-handle", role: "slider", tabindex: 0, "data-lm-suppress-shortcuts": "true",
    "aria-label": api.t("view.guess.handle"), "aria-valuemin": 0, "aria-valuemax": 10, "aria-orientation": "vertical",
  });
  const node = html("div", { class: "sp-guess" }, canvas, handle);
  const now = { points: null, at: 0, start: 0, last: 1, drawing: false };
  const stops = () => Array.from({ length: STOPS + 1 }, (_, i) => Math.round((now.last * i) / STOPS));
  const level = (day) => guessed(now.points, day) ?? now.start;

  const redraw = () => {
    const u = chart();
    const place = ([day, pain]) => [u.valToPos(day, "x"), u.valToPos(pain, "y")];
    const ends = [[0, level(0)], ...(now.points ?? []), [now.last, level(now.last)]];
    set(line, { points: now.drawing || now.points ? ends.map((p) => place(p).map((v) => v.toFixed(1)).join(",")).join(" ") : "" });
    const [x, y] = place([now.at, level(now.at)]);
    set(grip, { cx: x.toFixed(1), cy: y.toFixed(1) });
    handle.style.transform = `translate(${x.toFixed(1)}px, ${y.toFixed(1)}px)`;
    tell();
  };
  const tell = () => {
    const said = { day: api.number(now.at, 0), pain: api.number(level(now.at), 2) };
    set(handle, { "aria-valuenow": level(now.at).toFixed(2), "aria-valuetext": api.t("view.guess.value", said) });
  };
  const put = (day, pain, from) => {
    now.points = withPoint(now.points ?? [[0, now.start]], day, Math.min(10, Math.max(0, pain)), from, day);
    now.at = day;
    redraw();
    change(now.points);
  };
  listenToKeys(handle, { now, stops, level, put, redraw });
  listenToPointer(node, { now, chart, put });

  return {
    node,
    update({ points, drawing, start, last }) {
      Object.assign(now, { points, drawing, start, last, at: Math.min(now.at, last) });
      node.classList.toggle("sp-drawing", drawing);
      set(handle, { tabindex: drawing ? 0 : -1, hidden: !drawing });
      grip.classList.toggle("sp-hidden", !drawing);
      redraw();
    },
    focus() { handle.focus(); },
  };
}

function listenToKeys(handle, { now, stops, level, put, redraw }) {
  const near = () => stops().reduce((best, day, i, all) => (Math.abs(day - now.at) < Math.abs(all[best] - now.at) ? i : best), 0);
  const go = (i) => {
    const all = stops();
    now.at = all[Math.max(0, Math.min(all.length - 1, i))];
    redraw();
  };
  const acts = {
    ArrowRight: () => go(near() + 1), ArrowLeft: () => go(near() - 1), Home: () => go(0), End: () => go(STOPS),
    ArrowUp: () => put(now.at, level(now.at) + STEP), ArrowDown: () => put(now.at, level(now.at) - STEP),
    PageUp: () => put(now.at, level(now.at) + 1), PageDown: () => put(now.at, level(now.at) - 1),
  };
  handle.addEventListener("keydown", (event) => {
    if (!acts[event.key] || event.ctrlKey || event.metaKey || event.altKey) return;
    event.preventDefault();
    event.stopPropagation();
    acts[event.key]();
  });
}

function listenToPointer(node, { now, chart, put }) {
  let before = null;
  const at = (event) => {
    const box = node.getBoundingClientRect();
    const u = chart();
    const day = Math.round(u.posToVal(event.clientX - box.left, "x"));
    return [Math.max(0, Math.min(now.last, day)), u.posToVal(event.clientY - box.top, "y")];
  };
  const move = (event) => {
    const [day, pain] = at(event);
    put(day, pain, before ?? day);
    before = day;
  };
  node.addEventListener("mousedown", (event) => { if (now.drawing) event.stopPropagation(); });
  node.addEventListener("pointerdown", (event) => {
    if (!now.drawing || event.button !== 0) return;
    event.preventDefault();
    node.setPointerCapture(event.pointerId);
    before = null;
    move(event);
  });
  node.addEventListener("pointermove", (event) => { if (before !== null && now.drawing) move(event); });
  node.addEventListener("pointerup", () => { before = null; });
  node.addEventListener("pointercancel", () => { before = null; });
}

