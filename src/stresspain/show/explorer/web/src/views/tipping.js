// Where endings are born and lost over one number, and where the run stands on it: "you are here".

import { PARAMETERS } from "../declared.js";
import { axes, path, scales, ticks } from "./axes.js";
import { html, picture, say, set, svg, view } from "./dom.js";
import { dayOf, levelOn, nearest } from "./day.js";
import { dataTable } from "./tables.js";

const BOX = [44, 36, 444, 336];
const TENTHS = [0, 2, 4, 6, 8, 10];

export function tipping(host, api) {
  return view(host, api, build);
}

function build(host, api) {
  const { root, tell } = picture("0 0 462 392", "tipping");
  const choice = html("select", { class: "sp-select" }, ...names().map((name) =>
    html("option", { value: name, selected: name === "load" }, `${name}: ${api.t(`parameter.${name}`)}`)));
  const words = html("p", { class: "sp-hint" });
  const table = dataTable(api, "view.tipping.table");
  const layers = { axes: svg("g"), shade: svg("g"), curves: svg("g"), here: hereMark(api) };
  root.append(layers.shade, layers.axes, layers.curves, layers.here.node);
  const day = dayOf(api);
  const now = { frame: null, scale: null, drawn: "" };
  host.append(html("div", { class: "sp-v sp-v-tipping" },
    html("h3", { class: "sp-view-title" }, api.t("view.tipping.title")),
    html("label", { class: "sp-pick" }, html("span", {}, api.t("view.tipping.over")), choice),
    root, words, html("p", { class: "sp-hint" }, api.t("view.tipping.key")), table.node));
  const point = () => {
    if (now.scale) layers.here.at(now.scale, standing(now.frame, choice.value, day.of(now.frame.result)), api);
  };
  const draw = () => {
    const name = choice.value;
    const { low, high } = PARAMETERS[name];
    now.scale = scales(BOX, [low, high], [0, 10]);
    drawAxes(layers, now, name, api);
    const found = now.frame.derived.tipping(name);
    drawCurves(layers, now.scale, found, api);
    point();
    const said = tippingWords(found, name, standing(now.frame, name, day.of(now.frame.result)), api);
    say(words, said);
    tell(api.t("view.tipping.title"), said);
    table.update(() => tippingTable(found, name, api));
  };
  choice.addEventListener("change", () => { if (now.frame) draw(); });
  const off = day.listen(() => { if (now.frame) point(); });
  return { update(frame) { now.frame = frame; draw(); }, destroy() { off(); } };
}

/** The numbers that it can be drawn over: every one that may turn an arrow; a slowness moves no rest. */
function names() {
  return Object.keys(PARAMETERS).filter((name) => !name.startsWith("tau_"));
}

/** Where the run stands on a day: the number then, and the pain felt then. */
export function standing({ scenario, result, k }, name, day) {
  const i = nearest(result.days, day);
  const value = name === "load" || name === "damage" ? levelOn(scenario[name], result.days[i]) : k[name];
  return { value, pain: result.felt_pain[i], day: result.days[i] };
}

function drawAxes(layers, now, name, api) {
  if (now.drawn === name) return;
  now.drawn = name;
  const { low, high } = PARAMETERS[name];
  layers.axes.replaceChildren(axes(now.scale, {
    xName: `${name}: ${api.t(`parameter.${name}`)}`, yName: api.t("view.tipping.y"),
    xTicks: ticks(low, high, 5), yTicks: TENTHS, write: (x) => api.number(x, 3),
  }));
}

function drawCurves({ shade, curves }, scale, { branches, folds }, api) {
  const lines = [...branches].sort((a, b) => Number(a.stable) - Number(b.stable)).map((branch) =>
    svg("path", { class: branch.stable ? "sp-branch" : "sp-branch sp-ridge-line", d: path(scale, branch.xs, branch.felt_pain) }));
  const inside = folds.filter((fold) => fold.x >= scale.x0 && fold.x <= scale.x1);
  const dots = inside.flatMap((fold) => foldMark(fold, scale, api));
  curves.replaceChildren(...lines, ...dots);
  shade.replaceChildren(...both(branches, inside, scale));
}

/** Shade the stretch where two endings coexist: along an unstable branch. */
function both(branches, folds, scale) {
  return branches.filter((branch) => !branch.stable && branch.xs.length > 1).map((branch) => {
    const xs = Array.from(branch.xs);
    const ends = [Math.min(...xs, ...folds.map((f) => f.x).filter((x) => near(x, xs))), Math.max(...xs, ...folds.map((f) => f.x).filter((x) => near(x, xs)))];
    const left = scale.x(Math.max(ends[0], scale.x0));
    const width = scale.x(Math.min(ends[1], scale.x1)) - left;
    return svg("rect", { class: "sp-both", x: left.toFixed(1), y: scale.box[1], width: Math.max(0, width).toFixed(1), height: scale.box[3] - scale.box[1] });
  });
}

const near = (x, xs) => x >= Math.min(...xs) - 0.05 && x <= Math.max(...xs) + 0.05;

function foldMark({ x, felt_pain: pain }, scale, api) {
  const [cx, cy] = [scale.x(x), scale.y(pain)];
  const left = cx > (scale.box[0] + scale.box[2]) / 2;
  return [
    svg("circle", { class: "sp-fold", cx: cx.toFixed(1), cy: cy.toFixed(1), r: 6 }),
    svg("text", { class: `sp-fold-text ${left ? "sp-start" : "sp-end"}`, x: (cx + (left ? 13 : -13)).toFixed(1), y: (cy + 5).toFixed(1) }, api.number(x, 2)),
  ];
}

function hereMark(api) {
  const line = svg("line", { class: "sp-here-line" });
  const dot = svg("circle", { class: "sp-here", r: 8 });
  const text = svg("text", { class: "sp-here-text" }, api.t("view.tipping.here"));
  return {
    node: svg("g", {}, line, dot, text),
    at(scale, { value, pain }) {
      const [x, y] = [scale.x(value), scale.y(pain)];
      const left = x > (scale.box[0] + scale.box[2]) / 2;
      set(line, { x1: x.toFixed(1), x2: x.toFixed(1), y1: scale.box[1], y2: scale.box[3] });
      set(dot, { cx: x.toFixed(1), cy: y.toFixed(1) });
      set(text, { x: (x + (left ? -8 : 8)).toFixed(1), y: scale.box[1] + 18, class: `sp-here-text ${left ? "sp-end" : "sp-start"}` });
    },
  };
}

function tippingWords({ folds, branches }, name, here, api) {
  const at = api.t("view.tipping.here.words", { name, value: api.number(here.value, 3), pain: api.fixed(here.pain, 1) });
  if (!folds.length) {
    const coexist = branches.some((branch) => !branch.stable);
    return `${at} ${api.t(coexist ? "view.tipping.open" : "view.tipping.none", { name })}`;
  }
  const told = folds.map((fold) => api.number(fold.x, 3)).join(api.t("explain.and"));
  return `${at} ${api.t(folds.length === 1 ? "view.tipping.one" : "view.tipping.many", { name, folds: told })}`;
}

function tippingTable({ branches }, name, api) {
  const rows = branches.flatMap((branch) => {
    const step = Math.max(1, Math.floor(branch.xs.length / 12));
    return Array.from(branch.xs).map((x, i) => [i, x, branch.felt_pain[i]]).filter(([i]) => i % step === 0 || i === branch.xs.length - 1)
      .map(([, x, pain]) => [api.fixed(x, 3), api.fixed(pain, 2), api.t(branch.stable ? "view.tipping.ending" : "view.tipping.ridge")]);
  });
  return { head: [name, api.t("view.tipping.y"), api.t("view.tipping.kind")], rows };
}
