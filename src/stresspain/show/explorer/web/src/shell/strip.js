// What must never scroll out of sight: that nothing here is clinical, and, small, the curve that a slider moves.

import { fill, h, s, say } from "./dom.js";

const WIDE = 300;
const HIGH = 100;
const POINTS = 240;
/** With less of the large curve in sight than this, the small one stands in. */
const ENOUGH = 0.4;

const y = (pain) => (HIGH * (1 - pain / 10)).toFixed(1);

function pointsOf({ days, felt_pain: pain }, last) {
  const stride = Math.max(1, Math.ceil(days.length / POINTS));
  const made = [];
  for (let i = 0; i < days.length; i += stride) made.push(`${((WIDE * days[i]) / last).toFixed(1)},${y(pain[i])}`);
  made.push(`${((WIDE * days.at(-1)) / last).toFixed(1)},${y(pain.at(-1))}`);
  return made.join(" ");
}

const line = (name) => s("polyline", { class: `sp-strip-${name}`, "vector-effect": "non-scaling-stroke" });

/** Calls back whenever an element comes into sight or leaves it. */
function watched(node, call) {
  const watch = new IntersectionObserver((entries) => call(entries.at(-1).intersectionRatio >= ENOUGH), { threshold: [0, ENOUGH] });
  watch.observe(node);
  return watch;
}

/** Hidden from screen readers: the live summary and the banner of the header say the same. */
export function strip({ words }, header) {
  const { t, fixed } = words;
  const rules = [0, 5, 10].map((level) => s("line", { class: "sp-strip-rule", x1: 0, x2: WIDE, y1: y(level), y2: y(level), "vector-effect": "non-scaling-stroke" }));
  const ghost = line("ghost");
  const now = line("now");
  const said = h("p", { class: "sp-strip-words" });
  const curve = h("div", { class: "sp-strip-curve", hidden: true },
    s("svg", { viewBox: `0 -4 ${WIDE} ${HIGH + 8}`, preserveAspectRatio: "none" }, ...rules, ghost, now), said);
  const banner = h("p", { class: "sp-strip-banner", hidden: true });
  const node = h("div", { class: "sp-strip", "aria-hidden": "true" }, h("div", { class: "sp-strip-in" }, curve, banner));
  let plot = null;
  let away = false;
  let scrolled = false;
  let frame = null;
  // Where the header is in sight, nothing has been scrolled away yet, and its buttons must not be covered.
  const watches = [watched(header, (seen) => {
    scrolled = !seen;
    banner.hidden = seen;
    say(banner, seen ? "" : t("banner"));
    draw();
  })];

  const draw = () => {
    curve.hidden = !away || !scrolled || !frame?.revealed;
    if (curve.hidden) return;
    const { result, outcome } = frame;
    const last = result.days.at(-1);
    now.setAttribute("points", pointsOf(result, last));
    ghost.setAttribute("points", frame.ghost ? pointsOf(frame.ghost, last) : "");
    say(said, [t("picture.pain"), `${t("tile.peak")} ${fixed(outcome.peak)}`, `${t("tile.last")} ${fixed(outcome.last)}`].join(" · "));
  };
  return {
    node,
    update(given, place) {
      frame = given;
      const found = place.querySelector(".sp-plot-pain");
      if (found && found !== plot) {
        plot = found;
        watches.push(watched(plot, (seen) => { away = !seen; draw(); }));
      }
      draw();
    },
    destroy() {
      for (const watch of watches) watch.disconnect();
      fill(node);
    },
  };
}
