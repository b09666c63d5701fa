// The left zone: the story, the world outside, what is taken, and the person's numbers in groups.

import { CATALOGUE, GROUPS, PARAMETERS, PRESETS } from "../declared.js";
import { bare, lastDay, steps, withAdded, withDays, withLevel, withNumber, withStart, withSteps } from "./change.js";
import { button, fill, fresh, h, say } from "./dom.js";
import { choice } from "./fields.js";
import { fresh as freshTaken } from "./plan.js";
import { slider, stepOf } from "./slider.js";
import { stepRows } from "./step_rows.js";
import { takenCard } from "./taken.js";

/** Longest run that the field offers, days. */
const MOST_DAYS = 3650;
/** Steps of a load that are shown as rows; a diary has more. */
const MOST_STEPS = 8;

/** Chooses one of the shipped scenarios. */
export function presetPicker({ words, store }) {
  const { t } = words;
  const id = fresh("preset");
  const own = h("option", { value: "" }, t("preset.own"));
  const select = h("select", { id, class: "sp-select sp-wide" }, own,
    ...PRESETS.map(({ name }) => h("option", { value: name }, words.capital(t(`preset.${name}.title`)))));
  select.addEventListener("change", () => {
    const found = PRESETS.find(({ name }) => name === select.value);
    if (found) store.propose(found.scenario, { more: { preset: found.name, asked: false } });
  });
  const node = h("div", { class: "sp-field" }, h("label", { htmlFor: id }, t("preset.label")), select);
  return { node, update: ({ preset }) => { select.value = preset ?? ""; } };
}

function startAndDays({ words, store, t = words.t }) {
  const starts = choice(t("start.label"), ["calm", "painful"].map((value) => ({ value, text: t(`start.${value}`) })),
    (value) => store.propose(withStart(store.state.scenario, value), { key: "start" }));
  const note = h("p", { class: "sp-small sp-muted", hidden: true }, t("start.given"));
  const id = fresh("days");
  const field = h("input", { type: "number", id, class: "sp-number", min: 1, max: MOST_DAYS, step: 1, data: { lmSuppressShortcuts: "true" } });
  const problem = h("p", { class: "sp-problem", role: "alert", hidden: true }, t("days.outside", { most: MOST_DAYS }));
  field.addEventListener("input", () => {
    const days = field.valueAsNumber;
    const fits = Number.isInteger(days) && days >= 1 && days <= MOST_DAYS;
    problem.hidden = fits;
    if (fits) store.propose(withDays(store.state.scenario, days), { key: "days" });
  });
  const node = h("div", { class: "sp-stack" }, starts.node, note,
    h("div", { class: "sp-row" }, h("label", { htmlFor: id }, t("days.label")), field), problem);
  return {
    node,
    update({ scenario }) {
      starts.show(typeof scenario.start === "string" ? scenario.start : "");
      note.hidden = typeof scenario.start === "string";
      if (field.getRootNode().activeElement !== field) field.value = String(lastDay(scenario));
    },
  };
}

/** The label and limits of a declared number. */
function declared(name, { t }) {
  const q = PARAMETERS[name];
  return {
    label: t(`parameter.${name}`), name, unit: q.unit, low: q.low, high: q.high, step: stepOf(q.low, q.high),
    byDefault: q.default, grade: q.grade, source: q.source,
  };
}

const diaryOf = (level) => steps(level).length > MOST_STEPS;

function levelEditor(name, { words, store }) {
  const { t } = words;
  const base = slider({
    ...declared(name, words),
    onInput: (value) => {
      const { scenario } = store.state;
      if (diaryOf(scenario[name])) store.propose(withLevel(scenario, name, value), { key: name });
      else rows.begin(value, name);
    },
  }, words);
  const note = h("p", { class: "sp-small sp-muted" });
  const add = button(t(name === "load" ? "steps.add" : "steps.add.damage"), () => addStep(store, name), { class: "sp-button sp-quiet" });
  const flat = button(t("steps.flat"), () => store.propose(withSteps(store.state.scenario, name, [steps(store.state.scenario[name])[0]])),
    { class: "sp-button sp-quiet" });
  const rows = stepRows(name, { words, store }, add);
  const node = h("div", {}, base.node, note, rows.node, h("div", { class: "sp-row" }, add, flat));
  return {
    node, range: base.range,
    update({ scenario }) {
      const pairs = steps(scenario[name]);
      base.show(pairs[0][1]);
      const diary = diaryOf(pairs);
      say(note, diary ? t("steps.diary", { count: pairs.length }) : pairs.length > 1 ? t("steps.first") : "");
      flat.hidden = pairs.length < 2;
      add.hidden = diary;
      rows.show(diary ? [pairs[0]] : pairs);
    },
  };
}

function addStep(store, name) {
  const { scenario } = store.state;
  const pairs = steps(scenario[name]);
  const day = Math.min(Math.round(pairs.at(-1)[0] + 42), Math.max(1, lastDay(scenario) - 1));
  const q = PARAMETERS[name];
  const much = Number((q.high * 0.6).toFixed(2));
  const level = pairs.at(-1)[1] < much ? much : pairs[0][1] === pairs.at(-1)[1] ? q.default : pairs[0][1];
  store.propose(withSteps(scenario, name, [...pairs.filter(([at]) => at !== day), [day, level]]));
}

function plan({ words, store, api }) {
  const { t } = words;
  const cards = h("div", { class: "sp-zone" });
  const id = fresh("add");
  const select = h("select", { id, class: "sp-select" });
  const hint = h("p", { class: "sp-muted sp-small" }, t("plan.hint"));
  const empty = h("p", { class: "sp-muted sp-small" }, t("plan.empty"));
  const add = button(t("plan.add.button"), () => {
    if (!select.value) return;
    const name = select.value;
    store.propose(withAdded(store.state.scenario, freshTaken(name), 84));
    api.announce(t("plan.added", { name: t(`intervention.${name}`) }));
  }, { class: "sp-button sp-primary" });
  const adding = h("div", { class: "sp-row" }, h("label", { htmlFor: id }, t("plan.add")), select, add);
  const shown = new Map();
  return {
    node: h("div", { class: "sp-stack" }, empty, cards, hint, adding),
    update(state) {
      const names = state.scenario.plan.map((taken) => taken.name);
      for (const [name, card] of shown) if (!names.includes(name)) { card.node.remove(); shown.delete(name); }
      for (const name of names) {
        if (!shown.has(name)) shown.set(name, takenCard(name, { words, store }));
        cards.append(...(shown.get(name).node.parentNode ? [] : [shown.get(name).node]));
        shown.get(name).update(state);
      }
      empty.hidden = names.length > 0;
      hint.hidden = names.length === 0;
      const left = Object.keys(CATALOGUE).filter((name) => !names.includes(name));
      if ([...select.options].map((option) => option.value).join() === left.join()) return;
      const kept = select.value;
      fill(select, left.map((name) => h("option", { value: name }, words.capital(t(`intervention.${name}`)))));
      if (left.includes(kept)) select.value = kept;
      adding.hidden = left.length === 0;
    },
  };
}

function group(name, { words, store }) {
  const { t } = words;
  const made = GROUPS[name].map((parameter) => [parameter, slider({
    ...declared(parameter, words),
    onInput: (value) => store.propose(
      withNumber(store.state.scenario, parameter, value, PARAMETERS[parameter].default), { key: parameter }),
  }, words)]);
  const count = h("span", { class: "sp-count" });
  const node = h("details", { class: "sp-group" }, h("summary", {}, t(`group.${name}`), " ", count), ...made.map(([, one]) => one.node));
  return {
    node,
    update({ scenario }) {
      const changed = GROUPS[name].filter((parameter) => parameter in scenario.person).length;
      say(count, changed ? t("group.changed", { count: changed }) : "");
      for (const [parameter, one] of made) one.show(scenario.person[parameter] ?? PARAMETERS[parameter].default);
    },
  };
}

const card = (title, ...children) => {
  const id = fresh("card");
  return h("section", { class: "sp-card", "aria-labelledby": id }, h("h2", { id }, title), ...children);
};

/** The whole zone. */
export function controlsZone(page) {
  const { words, store } = page;
  const { t } = words;
  const preset = presetPicker(page);
  const begin = startAndDays(page);
  const load = levelEditor("load", page);
  const damage = levelEditor("damage", page);
  const taken = plan(page);
  const groups = Object.keys(GROUPS).filter((name) => name !== "outside").map((name) => group(name, page));
  const clear = button(t("controls.clear"), () => store.propose({ ...bare(store.state.scenario), person: {} }), { class: "sp-button sp-quiet" });
  const more = h("details", { class: "sp-group" }, h("summary", {}, t("group.damage")), damage.node);
  const node = h("div", { class: "sp-zone sp-zone-outer sp-zone-controls", role: "region", "aria-label": t("zone.controls") },
    card(t("card.story"), preset.node, begin.node),
    card(t("card.load"), load.node),
    card(t("card.plan"), taken.node),
    card(t("card.person"), h("p", { class: "sp-small sp-muted" }, t("person.lead")), ...groups.map((one) => one.node), more, clear));
  const parts = [preset, begin, load, damage, taken, ...groups];
  return {
    node,
    update(state) {
      for (const part of parts) part.update(state);
      clear.disabled = Object.keys(state.scenario.person).length === 0;
    },
  };
}
