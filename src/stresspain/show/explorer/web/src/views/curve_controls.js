// What stands around the curves: the words of the day, the day that is looked at, and which lines are drawn.

import { onDays } from "./day.js";
import { button, html, say, set, svg } from "./dom.js";
import { DASHES, SHOWN, STATES, aboveRest } from "./inks.js";

/** Build everything around the two charts. */
export function layout(host, api) {
  const heading = html("h3", { class: "sp-view-title" }, api.t("view.curves.pain"));
  const readout = html("p", { class: "sp-readout", "aria-hidden": "true" });
  const zoom = button(api.t("view.curves.zoom"), () => {}, { class: "sp-mini" });
  const whole = button(api.t("view.curves.whole"), () => {}, { class: "sp-mini", disabled: true });
  const slider = html("input", {
    type: "range", class: "sp-day", min: 0, max: 1, step: 1, "data-lm-suppress-shortcuts": "true",
  });
  const dayLabel = html("label", { class: "sp-day-label" }, html("span", {}, api.t("view.curves.day")), slider);
  const chips = STATES.map(({ key, ink }) => chip(api, key, ink));
  const painPlace = html("div", { class: "sp-plot-place" });
  const statesPlace = html("div", { class: "sp-plot-place" });
  const hint = html("p", { class: "sp-hint", hidden: true }, api.t("view.guess.hint"));
  const legend = html("fieldset", { class: "sp-chips" },
    html("legend", {}, api.t("view.curves.states")), ...chips.map((made) => made.node));
  host.append(html("div", { class: "sp-v sp-v-curves" },
    html("div", { class: "sp-view-head" }, heading, html("div", { class: "sp-minis" }, zoom, whole)),
    readout, hint, painPlace, dayLabel, legend, statesPlace,
  ));
  let timer = 0;
  const shown = (key) => chips.find((made) => made.key === key).input.checked;
  return {
    states: statesPlace, whole, shown,
    place(pain, states) { painPlace.append(pain); statesPlace.append(states); },
    veil(hidden) {
      hint.hidden = !hidden;
      zoom.disabled = hidden;
      legend.hidden = hidden;
      statesPlace.hidden = hidden || chips.every((each) => !each.input.checked);
    },
    read(frame, i) {
      const hidden = frame.revealed === false;
      say(readout, hidden ? api.t("view.hidden") : readoutWords(api, frame, i));
      chips.forEach((made) => made.read(hidden ? null : frame.result[made.key][i] - (made.key === "cortisol" ? 1 : 0), api));
      const last = frame.result.days.at(-1);
      set(slider, { min: frame.result.days[0], max: last });
      const value = String(frame.result.days[i]);
      if (slider.value !== value) slider.value = value;
      set(slider, { "aria-valuetext": hidden ? value : readoutWords(api, frame, i) });
    },
    listen({ day, zoomTo, now, full, redraw, show }) {
      slider.addEventListener("input", () => day.pin(Number(slider.value) >= full()[1] ? null : Number(slider.value)));
      whole.addEventListener("click", () => { zoomTo(...full()); zoom.focus(); });
      zoom.addEventListener("click", () => {
        const half = (now.window[1] - now.window[0]) / 4;
        const middle = Math.min(Math.max(day.of(now.frame.result), now.window[0] + half), now.window[1] - half);
        if (half > 0.5) zoomTo(middle - half, middle + half);
      });
      chips.forEach((made, at) => made.input.addEventListener("change", () => {
        show(at, made.input.checked);
        redraw();
      }));
    },
    describe(act) { clearTimeout(timer); timer = setTimeout(act, 400); },
    destroy() { clearTimeout(timer); },
  };
}

function readoutWords(api, { result, ghost }, i) {
  const said = [`${api.t("view.day", { day: api.number(result.days[i], 1) })}: `
    + `${api.t("view.curves.line.felt_pain")} ${api.fixed(result.felt_pain[i], 1)}`];
  if (result.pain[i] - result.felt_pain[i] > SHOWN) {
    said.push(`${api.t("view.curves.line.pain")} ${api.fixed(result.pain[i], 1)}`);
  }
  if (ghost) {
    const before = onDays(ghost.days, ghost.felt_pain, [result.days[i]])[0];
    if (before !== null) said.push(`${api.t("view.curves.line.ghost")} ${api.fixed(before, 1)}`);
  }
  return said.join(" · ");
}

function chip(api, key, ink) {
  const input = html("input", { type: "checkbox", checked: true });
  const value = html("span", { class: "sp-chip-value", "aria-hidden": "true" });
  const line = svg("line", { x1: 0, y1: 5, x2: 34, y2: 5, class: `sp-ink-${ink}`, "stroke-dasharray": DASHES[ink].join(" ") || null });
  const swatch = svg("svg", { viewBox: "0 0 34 10", class: "sp-swatch", "aria-hidden": "true" }, line);
  const node = html("label", { class: "sp-chip" }, input, swatch, html("span", {}, api.t(`view.state.${key}`)), value);
  return { key, node, input, read: (x) => say(value, x === null ? "–" : api.fixed(x, 2)) };
}

/** What the picture of pain shows, in words. */
export function painWords(api, { result, revealed }) {
  if (revealed === false) return api.t("view.hidden");
  const felt = result.felt_pain;
  const top = felt.reduce((best, value, i) => (value > felt[best] ? i : best), 0);
  return api.t("view.curves.pain.words", {
    days: api.number(result.days.at(-1), 0), first: api.fixed(felt[0], 1), peak: api.fixed(felt[top], 1),
    when: api.number(result.days[top], 0), last: api.fixed(felt.at(-1), 1),
  });
}

/** What the picture of the states shows, in words. */
export function stateWords(api, { result, revealed }) {
  if (revealed === false) return api.t("view.hidden");
  const ends = STATES.map(({ key }) => {
    const column = aboveRest(result, key);
    return `${api.t(`view.state.${key}`)} ${api.fixed(column[0], 2)} → ${api.fixed(column.at(-1), 2)}`;
  });
  return `${api.t("view.curves.states")}: ${ends.join("; ")}`;
}
