// One intervention: how much, believed how, and when, by plain number fields (the timeline edits the same courses).

import { CATALOGUE } from "../declared.js";
import { lastDay, rhythm, rhythmOf, takenOf, withAmount, without, withTaken } from "./change.js";
import { fill, h, iconButton, say } from "./dom.js";
import { nameOf } from "./explain.js";
import { choice, numberField } from "./fields.js";
import { inkOf } from "./palette.js";
import { asInCatalogue, fresh, readingsOf } from "./plan.js";
import { slider } from "./slider.js";

/** Courses that are shown as rows of fields where they have no rhythm. */
const MOST_ROWS = 6;

function amountSlider(name, taken, { words, store }) {
  const of = nameOf(taken, words);
  const { t } = words;
  const dose = taken.half_dose !== null;
  const usual = CATALOGUE[name]?.amount;
  return slider({
    label: t(dose ? "plan.dose" : "plan.strength"), of, unit: dose ? "mg/day" : "-", low: 0, high: dose ? 2000 : 1,
    step: dose ? 25 : 0.05, byDefault: usual?.default,
    onInput: (value) => store.propose(withAmount(store.state.scenario, name, value), { key: `${name} amount` }),
  }, words);
}

function readingChoice(name, { words, store }) {
  const { t } = words;
  const names = readingsOf(name);
  if (!names.length) return null;
  const says = h("p", { class: "sp-small" });
  const made = choice(t("reading.label"), names.map((value) => ({ value, text: t(`reading.${value}`) })), (value) => {
    const { reductions, reading } = fresh(name, value);
    store.propose(withTaken(store.state.scenario, name, { reductions, reading }), { key: `${name} reading` });
  });
  return {
    node: h("div", {}, made.node, says),
    update(taken) {
      made.show(asInCatalogue(taken) ? taken.reading : "");
      say(says, t(`reading.${taken.reading}.evidence`));
    },
  };
}

function rhythmFields(name, of, { words, store }) {
  const { t } = words;
  const set = (more) => {
    const { scenario } = store.state;
    const now = rhythmOf(takenOf(scenario, name).courses);
    if (!now) return false;
    const wanted = { ...now, ...more };
    // What ends before it begins has no rhythm: it goes as it is to the check, which says what is wrong with it.
    const back = wanted.stop !== null && wanted.stop <= wanted.start;
    const courses = rhythm(back ? { ...wanted, on: 0 } : wanted, lastDay(scenario));
    return store.propose(withTaken(scenario, name, { courses }), { key: `${name} ${Object.keys(more)}` });
  };
  const limits = { min: 0, max: 36500, step: 1, of };
  const start = numberField(t("plan.start"), 0, limits, (value) => set({ start: value }));
  const stop = numberField(t("plan.stop"), null, { ...limits, empty: true }, (value) => set({ stop: value }));
  const on = numberField(t("plan.on"), null, { ...limits, max: 520, empty: true }, pair);
  const off = numberField(t("plan.off"), null, { ...limits, max: 520, empty: true }, pair);
  // On and off go together: one alone is kept in its field until the other is there.
  function pair() {
    const [a, b] = [on, off].map((field) => field.input.valueAsNumber * 7);
    if (a > 0 && b > 0) set({ on: a, off: b });
    else if (!(a > 0) && !(b > 0)) set({ on: 0, off: 0 });
  }
  const node = h("div", { class: "sp-fields" }, start.node, stop.node, on.node, off.node);
  return {
    node,
    show(courses) {
      const now = rhythmOf(courses);
      node.hidden = !now;
      if (!now || node.contains(node.getRootNode().activeElement)) return;
      start.input.value = String(now.start);
      stop.input.value = now.stop === null ? "" : String(now.stop);
      on.input.value = now.on ? String(now.on / 7) : "";
      off.input.value = now.off ? String(now.off / 7) : "";
    },
  };
}

function courseRows(name, of, { words, store }) {
  const { t } = words;
  const node = h("div", {});
  const set = (i, j, value) => {
    const courses = takenOf(store.state.scenario, name).courses.map((course, at) =>
      at === i ? course.map((part, place) => (place === j ? value : part)) : course);
    store.propose(withTaken(store.state.scenario, name, { courses }), { key: `${name} ${i} ${j}` });
  };
  const row = ([start, stop, amount], i, dose) => h("div", { class: "sp-fields" },
    numberField(t("plan.start"), start, { min: 0, step: 1, of }, (value) => set(i, 0, value)).node,
    numberField(t("plan.stop"), stop, { min: 0, step: 1, empty: true, of }, (value) => set(i, 1, value)).node,
    numberField(t(dose ? "plan.dose" : "plan.strength"), amount, { min: 0, max: dose ? 2000 : 1, of }, (value) => set(i, 2, value)).node);
  return {
    node,
    show({ courses, half_dose: half }) {
      const irregular = rhythmOf(courses) === null && courses.length > 0;
      node.hidden = !irregular;
      if (!irregular || node.contains(node.getRootNode().activeElement)) return;
      fill(node, courses.length > MOST_ROWS
        ? h("p", { class: "sp-small sp-muted" }, t("plan.many", { count: courses.length }))
        : courses.map((course, i) => row(course, i, half !== null)));
    },
  };
}

/** The card of an intervention of the plan. */
export function takenCard(name, page) {
  const { words, store } = page;
  const { t } = words;
  const first = takenOf(store.state.scenario, name);
  const title = nameOf(first, words);
  const amount = amountSlider(name, first, page);
  const reading = readingChoice(name, page);
  const fields = rhythmFields(name, title, page);
  const rows = courseRows(name, title, page);
  const remove = iconButton("remove", t("plan.remove", { name: title }), () => {
    // The card goes away with the button that has the focus: hand it on.
    node.closest(".sp-card")?.querySelector("select")?.focus();
    store.propose(without(store.state.scenario, name));
  }, { class: "sp-button sp-icon-button sp-reset" });
  const says = t(`intervention.${name}.words`);
  const node = h("section", { class: `sp-taken sp-hue-${inkOf(name)}`, "aria-label": title },
    h("div", { class: "sp-taken-head" }, h("h3", {}, title), remove),
    says !== `intervention.${name}.words` && h("p", { class: "sp-small sp-muted" }, says),
    first.drowsy && h("p", {}, h("span", { class: "sp-flag" }, t("plan.drowsy"))),
    amount.node, reading?.node, fields.node, rows.node);
  return {
    node,
    update({ scenario }) {
      const taken = takenOf(scenario, name);
      if (!taken) return;
      amount.node.hidden = !taken.courses.length || rhythmOf(taken.courses) === null;
      amount.show(taken.courses[0]?.[2] ?? 0);
      reading?.update(taken);
      fields.show(taken.courses);
      rows.show(taken);
    },
  };
}
