// The causal loop diagram on the day that is looked at: arrows swell and pale with their gains.

import { html, picture, say, set, svg, view } from "./dom.js";
import { STATES, TALL, TYPE, WIDE, drawn, extent, signPlaces, way } from "./cycle_layout.js";
import { dayOf } from "./day.js";
import { dataTable } from "./tables.js";

const NONE = 1e-9;
const LISTED = 4;
const PALEST = 0.3;
const NARROW = 620; // CSS pixels; below it the words of the wide layout are too small

export function cycle(host, api) {
  return view(host, api, build);
}

/** How wide an arrow of a gain is drawn (as in show/diagram.py). */
export function widthOf(gain) {
  return Math.abs(gain) < NONE ? 2 : 1.6 + 7 * Math.sqrt(Math.abs(gain));
}

function build(host, api) {
  const day = dayOf(api);
  const { root, tell } = picture(WIDE.box.join(" "), "cycle", { interactive: true });
  const now = { frame: null, arrows: null, gains: null, chosen: 0, asked: 0 };
  const detail = html("p", { class: "sp-detail", role: "status" }, api.t("view.cycle.pick"));
  const loops = html("ol", { class: "sp-loops" });
  const when = html("p", { class: "sp-hint" });
  const table = dataTable(api, "view.cycle.table");
  host.append(html("div", { class: "sp-v sp-v-cycle" },
    html("h3", { class: "sp-view-title" }, api.t("view.cycle.title")), when, root, detail,
    html("h4", { class: "sp-view-title" }, api.t("view.cycle.loops")), loops,
    html("p", { class: "sp-hint" }, api.t("view.cycle.key")), table.node));

  const draw = () => {
    now.asked = 0;
    const { frame } = now;
    const at = frame.revealed === false ? frame.result.days[0] : day.of(frame.result);
    now.gains = frame.derived.gains(at);
    const layout = root.clientWidth && root.clientWidth < NARROW ? TALL : WIDE;
    if (now.layout !== layout) layOut(root, now, layout, api, detail);
    const on = strongest(now.gains);
    now.gains.arrows.forEach((arrow, i) => drawArrow(now.arrows[i], arrow, on, api));
    const total = now.gains.loops.reduce((sum, loop) => sum + loop.gain, 0);
    const said = { day: api.number(at, 0), total: api.fixed(total, 2) };
    say(when, api.t("view.cycle.when", said));
    listLoops(loops, now.gains.loops, api);
    tell(api.t("view.cycle.title"), `${api.t("view.cycle.when", said)} ${loopWords(now.gains.loops[0], api)}`);
    if (now.told) say(detail, arrowWords(now.gains.arrows[now.chosen], api));
    table.update(() => gainTable(now.gains, api));
  };
  const soon = () => { if (now.frame && !now.asked) now.asked = requestAnimationFrame(draw); };
  const off = day.listen(soon);
  const watch = new ResizeObserver(soon);
  watch.observe(root);
  return {
    update(frame) { now.frame = frame; draw(); },
    destroy() { off(); watch.disconnect(); cancelAnimationFrame(now.asked); },
  };
}

/** The arrows of the loop that is strongest in size. */
function strongest({ loops }) {
  const first = loops.reduce((best, loop) => (Math.abs(loop.gain) > Math.abs(best.gain) ? loop : best), loops[0]);
  if (!first || Math.abs(first.gain) < NONE) return new Set();
  return new Set(first.nodes.map((node, i) => `${node}->${first.nodes[(i + 1) % first.nodes.length]}`));
}

// --- drawing --------------------------------------------------------------------------------------

function layOut(root, now, layout, api, detail) {
  const { places } = layout;
  const { arrows } = now.gains;
  const nodes = Object.keys(places);
  const words = Object.fromEntries(nodes.map((node) => [node, api.t(`view.node.${node}`)]));
  const sizes = Object.fromEntries(nodes.map((node) => [node, extent(node, words[node])]));
  const ways = Object.fromEntries(arrows.map((a) => [`${a.from}->${a.to}`, way(layout, a.from, a.to, sizes)]));
  const signs = signPlaces(layout, ways, sizes);
  now.arrows?.forEach((arrow) => arrow.node.remove());
  root.querySelectorAll(".sp-node").forEach((node) => node.remove());
  now.layout = layout;
  now.arrows = arrows.map((a) => arrowParts(ways[`${a.from}->${a.to}`], signs[`${a.from}->${a.to}`]));
  root.append(...now.arrows.map((arrow) => arrow.node));
  root.append(...nodes.map((node) => drawNode(node, places[node], words[node], sizes[node])));
  set(root, { viewBox: layout.box.join(" ") });
  listen(now.arrows, now, api, detail);
}

function arrowParts(points, sign) {
  const target = svg("path", { class: "sp-arrow-target", d: drawn(points, 4).line });
  const line = svg("path", { class: "sp-arrow-line" });
  const head = svg("polygon", { class: "sp-arrow-head" });
  const mark = svg("text", { class: "sp-arrow-sign", "aria-hidden": "true", x: sign[0].toFixed(1), y: (sign[1] + 10).toFixed(1) });
  const node = svg("g", { class: "sp-arrow", role: "button", tabindex: -1 }, target, line, head, mark);
  return { node, line, head, mark, points };
}

function drawNode(node, [x, y], words, [w, h]) {
  const kind = STATES.includes(node) ? "state" : ["load", "damage", "m_rest"].includes(node) ? "outside" : "thing";
  const text = svg("text", { x, y: y + TYPE * 0.34, class: "sp-node-text" }, words);
  const box = kind === "state" ? [svg("rect", { x: x - w / 2, y: y - h / 2, width: w, height: h, rx: 14 })] : [];
  return svg("g", { class: `sp-node sp-node-${kind} sp-node-${node}`, "aria-hidden": "true" }, ...box, text);
}

function drawArrow(parts, { from, to, gain, parameter }, on, api) {
  const width = widthOf(gain);
  const { line, head } = drawn(parts.points, width);
  set(parts.line, { d: line });
  set(parts.head, { points: head });
  const cut = Math.abs(gain) < NONE;
  set(parts.node, {
    "data-strong": on.has(`${from}->${to}`), "data-balancing": gain < -NONE, "data-cut": cut,
    "data-arrow": `${from}->${to}`, "aria-label": arrowWords({ from, to, gain, parameter }, api),
  });
  parts.line.style.strokeWidth = `${width.toFixed(2)}px`;
  parts.node.style.setProperty("--strength", cut ? PALEST : (PALEST + (1 - PALEST) * Math.min(1, Math.sqrt(Math.abs(gain) / 0.4))).toFixed(3));
  say(parts.mark, cut ? "" : gain < 0 ? "−" : "+");
}

function listen(made, now, api, detail) {
  const choose = (i) => {
    made[now.chosen].node.setAttribute("tabindex", "-1");
    now.chosen = (i + made.length) % made.length;
    now.told = true;
    made.forEach((arrow, at) => set(arrow.node, { "data-chosen": at === now.chosen, "aria-pressed": String(at === now.chosen) }));
    made[now.chosen].node.setAttribute("tabindex", "0");
    say(detail, arrowWords(now.gains.arrows[now.chosen], api));
  };
  made[now.chosen].node.setAttribute("tabindex", "0");
  made.forEach(({ node }, i) => {
    node.setAttribute("data-lm-suppress-shortcuts", "true");
    node.addEventListener("click", () => choose(i));
    node.addEventListener("keydown", (event) => {
      const step = { ArrowRight: 1, ArrowDown: 1, ArrowLeft: -1, ArrowUp: -1 }[event.key];
      const to = event.key === "Home" ? 0 : event.key === "End" ? made.length - 1 : now.chosen + step;
      if (event.key === "Enter" || event.key === " ") choose(i);
      else if (Number.isNaN(to)) return;
      else { choose(to); made[now.chosen].node.focus(); }
      event.preventDefault();
      event.stopPropagation();
    });
  });
}

// --- words ----------------------------------------------------------------------------------------

function arrowWords({ from, to, gain, parameter }, api) {
  const names = { from: api.t(`view.node.${from}`), to: api.t(`view.node.${to}`), gain: api.fixed(gain, 3) };
  const meaning = parameter ? ` ${api.t("view.cycle.carried", { parameter, meaning: api.t(`parameter.${parameter}`) })}` : "";
  const what = Math.abs(gain) < NONE ? "cut" : gain < 0 ? "lowers" : "raises";
  return `${api.t(`view.cycle.${what}`, names)}${meaning}`;
}

function loopWords(loop, api) {
  if (!loop) return "";
  const path = [...loop.nodes, loop.nodes[0]].map((node) => api.t(`view.node.${node}`)).join(" → ");
  return `${loop.name ?? (loop.gain < 0 ? "B" : "R")} (${api.number(100 * Math.abs(loop.share), 0)} %): ${path}.`;
}

function listLoops(list, loops, api) {
  const ordered = [...loops].sort((a, b) => Math.abs(b.gain) - Math.abs(a.gain)).filter((loop) => Math.abs(loop.gain) > NONE);
  const shown = ordered.slice(0, LISTED);
  while (list.children.length < shown.length) list.append(loopItem());
  while (list.children.length > shown.length) list.lastChild.remove();
  shown.forEach((loop, i) => {
    const [name, bar, share, path] = ["name", "bar", "share", "path"].map((part) => list.children[i].querySelector(`.sp-loop-${part}`));
    say(name, loop.name ?? (loop.gain < 0 ? "B" : "R"));
    bar.style.setProperty("--share", Math.abs(loop.share).toFixed(4));
    say(share, `${api.number(100 * Math.abs(loop.share), 0)} %`);
    say(path, loop.nodes.map((node) => api.t(`view.node.${node}`)).join(" → "));
    set(list.children[i], { "data-balancing": loop.gain < 0 });
  });
}

function loopItem() {
  const part = (name) => html("span", { class: `sp-loop-${name}` });
  return html("li", {}, part("name"), part("bar"), part("share"), part("path"));
}

function gainTable({ arrows }, api) {
  return {
    head: ["view.cycle.from", "view.cycle.to", "view.cycle.parameter", "view.cycle.gain"].map((key) => api.t(key)),
    rows: arrows.map((a) => [api.t(`view.node.${a.from}`), api.t(`view.node.${a.to}`), a.parameter || "–", api.fixed(a.gain, 3)]),
  };
}
