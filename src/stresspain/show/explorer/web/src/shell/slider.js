// One number: a native slider, a number field beside it, what it means, and the way back to its default.

import { fresh, h, iconButton, say } from "./dom.js";

/** A number's unit with a space before it, if it has one. */
const unitOf = ({ unit }, { t }) => (unit && unit !== "-" ? ` ${t(`unit.${unit}`)}` : "");

/** Writes a number's range, and how well it is founded: in one word, and in full when asked. */
function foot(given, words) {
  const { t, number } = words;
  const unit = unitOf(given, words);
  const range = h("span", { id: given.describes }, t("slider.range", { low: number(given.low), high: number(given.high), unit }));
  if (!given.grade) return h("p", { class: "sp-slider-foot" }, range);
  const grade = t(`grade.${given.grade}`);
  const more = h("p", { class: "sp-small", hidden: true }, [t(`grade.${given.grade}.words`), given.source].filter(Boolean).join(". "), ".");
  const ask = h("button", {
    type: "button", class: `sp-grade sp-grade-${given.grade}`, "aria-expanded": "false",
    "aria-label": t("grade.more", { grade: `${grade} (${given.label})` }),
    on: { click: () => {
      more.hidden = !more.hidden;
      ask.setAttribute("aria-expanded", String(!more.hidden));
    } },
  }, grade);
  return [h("div", { class: "sp-slider-foot" }, range, ask), more];
}

/**
 * @param {{label: string, name?: string, of?: string, unit?: string, low: number, high: number, step: number, byDefault?: number,
 *   grade?: string, onInput: (value: number) => void}} given
 * @param {object} words a speaker
 */
export function slider(given, words) {
  const { t, number } = words;
  const id = fresh("range");
  const describes = fresh("about");
  const suppress = { lmSuppressShortcuts: "true" };
  const scale = scaleOf(given);
  // The limits come before the value: a range input clamps to what it knows.
  const range = h("input", {
    type: "range", id, class: "sp-range", min: scale.min, max: scale.max, step: scale.step, data: suppress,
    "aria-describedby": describes, "aria-label": given.of && `${given.of}: ${given.label}`,
  });
  const label = `${given.of ? `${given.of}: ` : ""}${given.label}${given.name ? ` (${given.name})` : ""}`;
  const field = h("input", {
    type: "number", class: "sp-number", step: "any", inputMode: "decimal", data: suppress,
    "aria-label": t("slider.field", { label }), min: given.low, max: given.high, "aria-describedby": describes,
  });
  const problem = h("p", { class: "sp-problem", role: "alert", hidden: true });
  const reset = given.byDefault === undefined ? null : iconButton("reset", t("slider.reset", { label }), () => {
    given.onInput(given.byDefault);
    range.focus();
  }, { class: "sp-button sp-icon-button sp-reset" });

  const complain = (text) => {
    problem.hidden = !text;
    say(problem, text ?? "");
    field.toggleAttribute("aria-invalid", Boolean(text));
  };
  range.addEventListener("input", () => {
    complain(null);
    given.onInput(scale.value(Number(range.value)));
  });
  field.addEventListener("input", () => {
    const value = field.valueAsNumber;
    const inside = value >= given.low && value <= given.high;
    complain(inside ? null : t("slider.outside", {
      value: field.value || "?", low: number(given.low), high: number(given.high), label: given.label,
    }));
    if (inside) given.onInput(value);
  });
  const node = h(
    "div",
    { class: "sp-slider" },
    h("div", { class: "sp-slider-head" },
      h("label", { htmlFor: id }, given.label, given.name && [" ", h("code", {}, given.name)]),
      reset),
    h("div", { class: "sp-slider-row" }, range, field),
    problem,
    ...[foot({ ...given, describes }, words)].flat(),
  );
  return { node, range, show: (value) => show(value) };

  function show(value) {
    if (scale.value(Number(range.value)) !== value) range.value = scale.place(value);
    if (document.activeElement !== field && field.getRootNode().activeElement !== field) {
      if (field.valueAsNumber !== value) field.value = String(tidy(value));
      complain(null);
    }
    range.style.setProperty("--fill", `${(100 * (scale.place(value) - scale.min)) / (scale.max - scale.min)}%`);
    range.setAttribute("aria-valuetext", number(value, 4) + unitOf(given, words));
    reset?.toggleAttribute("data-idle", value === given.byDefault);
    node.toggleAttribute("data-changed", given.byDefault !== undefined && value !== given.byDefault);
  }
}

/**
 * How far along the slider a value lies. What spans more than a factor of a thousand (a pace from an hour to a
 * year) moves by equal ratios, to three digits; everything else by equal steps.
 */
export function scaleOf({ low, high, step }) {
  if (low <= 0 || high / low < 1000) return { min: low, max: high, step, value: tidy, place: (value) => value };
  const most = 200;
  const ratio = Math.log(high / low) / most;
  const value = (at) => (at >= most ? high : at <= 0 ? low : Number((low * Math.exp(ratio * at)).toPrecision(3)));
  return { min: 0, max: most, step: 1, value, place: (given) => Math.log(given / low) / ratio };
}

/** Drops the tail that binary fractions leave behind. */
export const tidy = (value) => Number(value.toPrecision(12));

/** A step that cuts a range into about a hundred and fifty, on round numbers. */
export function stepOf(low, high) {
  const raw = (high - low) / 150;
  const ten = 10 ** Math.floor(Math.log10(raw));
  return tidy([1, 2, 5, 10].map((m) => m * ten).find((step) => step >= raw));
}
