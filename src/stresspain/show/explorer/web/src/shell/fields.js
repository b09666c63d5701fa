// Small fields that several cards share.

import { fresh, h } from "./dom.js";

/** A choice among few, as native radio buttons. */
export function choice(legend, options, onPick, name = fresh("choice")) {
  const inputs = options.map(({ value }) => h("input", { type: "radio", name, value, on: { change: () => onPick(value) } }));
  const pills = options.map(({ text }, i) => h("label", { class: "sp-pill" }, inputs[i], h("span", {}, text)));
  const node = h("fieldset", { class: "sp-choice" }, h("legend", {}, legend), ...pills);
  return { node, inputs, show: (value) => inputs.forEach((input) => { input.checked = input.value === value; }) };
}

/**
 * A plain number field with its label above; only numbers inside the limits are passed on, and one that is answered with false
 * is marked as they are outside. Read aloud, it says what it is `of`.
 */
export function numberField(label, value, { min, max, step = "any", empty = false, of }, onInput) {
  const id = fresh("field");
  const input = h("input", {
    type: "number", id, class: "sp-number", min, max, step, data: { lmSuppressShortcuts: "true" },
    value: value === null ? "" : String(value), "aria-label": of && `${of}: ${label}`,
  });
  input.addEventListener("input", () => {
    const read = input.value === "" && !input.validity.badInput && empty ? null : input.valueAsNumber;
    const fits = read === null || (read >= (min ?? -Infinity) && read <= (max ?? Infinity));
    const taken = fits && onInput(read) !== false;
    input.toggleAttribute("aria-invalid", !taken);
  });
  return { input, node: h("div", { class: "sp-field" }, h("label", { htmlFor: id }, label), input) };
}
