// The return map: pain in, pain out once round the cycle; where it meets the diagonal, pain keeps itself.

import { axes, path, scales } from "./axes.js";
import { html, picture, say, set, svg, view } from "./dom.js";
import { dataTable } from "./tables.js";

const BOX = [44, 36, 424, 416];
const ROUNDS = 60;
const TENTHS = [0, 2, 4, 6, 8, 10];

export function cobweb(host, api) {
  return view(host, api, build);
}

function build(host, api) {
  const { root, tell } = picture("0 0 440 470", "cobweb");
  const scale = scales(BOX, [0, 10], [0, 10]);
  const write = (x) => api.number(x, 1);
  const names = { xName: api.t("view.cobweb.x"), yName: api.t("view.cobweb.y"), xTicks: TENTHS, yTicks: TENTHS, write };
  const diagonal = svg("path", { class: "sp-diagonal", d: path(scale, [0, 10], [0, 10]) });
  const same = svg("text", { class: "sp-tick sp-middle", x: scale.x(8.4), y: scale.y(8.7), transform: `rotate(-45 ${scale.x(8.4)} ${scale.y(8.7)})` }, api.t("view.cobweb.same"));
  const steps = svg("path", { class: "sp-steps" });
  const curve = svg("path", { class: "sp-map" });
  const dots = svg("g", {});
  root.append(axes(scale, names), diagonal, same, steps, curve, dots);
  const toggle = html("input", { type: "checkbox" });
  const words = html("p", { class: "sp-hint" });
  const table = dataTable(api, "view.cobweb.table");
  const now = { frame: null };
  host.append(html("div", { class: "sp-v sp-v-cobweb" },
    html("h3", { class: "sp-view-title" }, api.t("view.cobweb.title")), words, root,
    html("label", { class: "sp-check" }, toggle, html("span", {}, api.t("view.cobweb.steps"))),
    html("p", { class: "sp-hint" }, api.t("view.cobweb.key")), table.node));
  const drawSteps = () => {
    const { result, derived } = now.frame;
    const corners = toggle.checked ? staircase(result.pain.at(-1), derived.returnMap()) : [];
    set(steps, { d: path(scale, corners.map((c) => c[0]), corners.map((c) => c[1])) });
  };
  toggle.addEventListener("change", () => { if (now.frame) drawSteps(); });
  return {
    update(frame) {
      now.frame = frame;
      const { qs, out } = frame.derived.returnMap();
      set(curve, { d: path(scale, Array.from(qs, (q) => 10 * q), Array.from(out, (q) => 10 * q)) });
      drawRests(dots, frame.rests, scale, api);
      drawSteps();
      const said = restWords(frame.rests, api);
      say(words, said);
      tell(api.t("view.cobweb.title"), said);
      table.update(() => mapTable(qs, out, api));
    },
    destroy() {},
  };
}

function drawRests(group, rests, scale, api) {
  const made = rests.flatMap((rest) => {
    const [x, y] = [scale.x(rest.pain), scale.y(rest.pain)];
    const label = api.fixed(rest.pain, 1);
    return [
      svg("circle", { class: rest.stable ? "sp-rest" : "sp-rest sp-ridge", cx: x.toFixed(1), cy: y.toFixed(1), r: 7 }),
      svg("text", { class: "sp-rest-text", x: (x + 14).toFixed(1), y: (y + (rest.pain < 1.2 ? -10 : 20)).toFixed(1) }, label),
    ];
  });
  group.replaceChildren(...made);
}

export function restWords(rests, api) {
  const told = rests.map((rest) => api.t(rest.stable ? "view.cobweb.stable" : "view.cobweb.unstable", { pain: api.fixed(rest.pain, 1) }));
  return api.t("view.cobweb.words", { rests: told.join(", ") });
}

/** Round after round from a pain, 0 to 10, read off the map. */
function staircase(pain, { qs, out }) {
  const last = qs.length - 1;
  const round = (x) => {
    const at = Math.min((x / 10) * last, last - 1e-9);
    const i = Math.floor(at);
    return 10 * (out[i] + (at - i) * (out[i + 1] - out[i]));
  };
  const corners = [[pain, 0]];
  for (let i = 0, x = pain; i < ROUNDS; i += 1) {
    const y = round(x);
    corners.push([x, y], [y, y]);
    if (Math.abs(y - x) < 1e-3) break;
    x = y;
  }
  return corners;
}

function mapTable(qs, out, api) {
  const rows = [];
  const step = Math.max(1, Math.round((qs.length - 1) / 20));
  for (let i = 0; i < qs.length; i += step) rows.push([api.fixed(10 * qs[i], 2), api.fixed(10 * out[i], 3)]);
  return { head: [api.t("view.cobweb.x"), api.t("view.cobweb.y")], rows };
}
