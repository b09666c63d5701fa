// The middle zone: the story's question, predict first, the curves, what is taken when, and the outcomes.

import { PAINFUL } from "../declared.js";
import { button, fill, fresh, h, say } from "./dom.js";
import { differences, explainPair } from "./explain.js";
import { choice } from "./fields.js";
import { verdict } from "./predict.js";
import { NO_GUESS } from "./store.js";

function story({ words, store }) {
  const { t } = words;
  const id = fresh("story");
  const title = h("h2", { id });
  const question = h("p", { class: "sp-question" });
  const answer = h("p", { "aria-live": "polite" });
  const ask = button(t("story.show"), () => store.set({ asked: !store.state.asked }), { class: "sp-button sp-quiet", "aria-expanded": "false" });
  const changed = h("p", { class: "sp-small sp-muted" }, t("story.changed"));
  const node = h("section", { class: "sp-card sp-story", "aria-labelledby": id },
    h("div", { class: "sp-card-head" }, title, ask), question, answer, changed);
  return {
    node,
    update({ preset, asked, scenario, story: told }) {
      node.hidden = !preset;
      if (!preset) return;
      say(title, t(`preset.${preset}.title`));
      say(question, t(`preset.${preset}.question`));
      say(ask, t(asked ? "story.hide" : "story.show"));
      ask.setAttribute("aria-expanded", String(Boolean(asked)));
      say(answer, asked ? t("story.answer", { answer: t(`preset.${preset}.answer`) }) : "");
      changed.hidden = told === scenario;
    },
  };
}

function predictPanel(page) {
  const { words, store } = page;
  const { t } = words;
  const id = fresh("predict");
  const change = (more) => store.set({ predict: { ...store.state.predict, ...more } });
  const made = choice(t("predict.question"), ["calm", "painful"].map((value) => ({ value, text: t(`predict.${value}`) })),
    (value) => change({ choice: value }));
  const reveal = button(t("predict.reveal"), () => {
    change({ revealed: true });
    // What was guessed about must be seen, also where the verdict moved it down.
    requestAnimationFrame(() => page.app.querySelector(".sp-plot-pain")?.scrollIntoView({ block: "nearest" }));
  }, { class: "sp-button sp-primary" });
  const again = button(t("predict.again"), () => {
    store.set({ guess: null, predict: { ...NO_GUESS, on: true } });
    made.inputs[0].focus();
  });
  const done = button(t("predict.done"), () => store.set({ guess: null, predict: NO_GUESS }));
  const said = h("p", { class: "sp-verdict", role: "status" });
  const lead = h("p", { class: "sp-small" }, t("predict.lead"));
  const node = h("section", { class: "sp-card sp-predict", "aria-labelledby": id },
    h("h2", { id, class: "sp-hush" }, t("predict.title")), lead,
    h("div", { class: "sp-row" }, made.node, h("div", { class: "sp-row" }, reveal, again, done)), said);
  return {
    node,
    update(state, frame) {
      const { on, revealed, choice: chosen } = state.predict;
      node.hidden = !on;
      made.show(chosen ?? "");
      made.node.disabled = revealed;
      lead.hidden = reveal.hidden = revealed;
      again.hidden = !revealed;
      say(said, on && revealed && frame ? verdict({ choice: chosen, guess: state.guess }, frame.result, words) : "");
    },
  };
}

function toolbar(page) {
  const { words, store, acts } = page;
  const { t } = words;
  const predict = button(t("predict.toggle"), acts.predict, { "aria-pressed": "false" });
  const lucky = h("button", { type: "button", class: "sp-button", on: { click: acts.surprise } }, t("surprise"));
  const keep = ["A", "B"].map((name) => button(t("keep", { name }), () => acts.keep(name), { "aria-pressed": "false" }));
  const node = h("div", { class: "sp-bar", role: "group", "aria-label": t("zone.tools") },
    predict, lucky, h("span", { class: "sp-gap" }), h("div", { class: "sp-row sp-keep" }, ...keep));
  return {
    node,
    update({ predict: now, frozen }) {
      predict.setAttribute("aria-pressed", String(now.on));
      ["A", "B"].forEach((name, i) => {
        keep[i].setAttribute("aria-pressed", String(Boolean(frozen[name])));
        keep[i].disabled = now.on && !now.revealed;
      });
    },
  };
}

const TILES = ["peak", "last", "mean", "days", "recovery"];

/** Writes an outcome; what does not arise is a dash with words behind it. */
function tileText(name, outcome, words) {
  const { t, fixed } = words;
  if (name === "days") return [fixed(outcome.daysAbove, 0), t("unit.days")];
  if (name === "recovery") {
    const none = outcome.recoveryDay === null || !Number.isFinite(outcome.recoveryDay);
    return none ? ["–", t(outcome.last > PAINFUL ? "tile.recovery.not" : "tile.recovery.none")] : [fixed(outcome.recoveryDay, 0), ""];
  }
  return [fixed(outcome[name]), t("unit.of10")];
}

function tiles({ words }) {
  const { t, number } = words;
  const made = TILES.map((name) => {
    const figure = h("span", {});
    const small = h("small", {});
    return { name, figure, small, node: h("div", { class: "sp-tile" }, h("dt", {}, t(`tile.${name}`, { level: number(PAINFUL) })), h("dd", {}, figure, small)) };
  });
  const node = h("dl", { class: "sp-tiles" }, ...made.map((one) => one.node));
  return {
    node,
    update(outcome) {
      for (const { name, figure, small } of made) {
        const [text, more] = tileText(name, outcome, words);
        say(figure, text);
        say(small, more);
      }
    },
  };
}

function frozenTable({ words, store, acts }) {
  const { t, number } = words;
  const id = fresh("pair");
  const heads = TILES.map((name) => h("th", { scope: "col" }, t(`tile.${name}`, { level: number(PAINFUL) })));
  const body = h("tbody", {});
  const said = h("p", { role: "status" });
  const swap = button(t("pair.clear"), () => store.set({ frozen: { A: null, B: null } }), { class: "sp-button sp-quiet" });
  const node = h("section", { class: "sp-card", "aria-labelledby": id },
    h("div", { class: "sp-card-head" }, h("h2", { id }, t("pair.title")), swap),
    h("div", { class: "sp-scroll", tabIndex: 0, role: "group", "aria-labelledby": id },
      h("table", { class: "sp-frozen" }, h("thead", {}, h("tr", {}, h("th", { scope: "col" }, t("pair.setting")), ...heads)), body)),
    said);
  const back = (name) => button(t("pair.show", { name }), () => acts.show(name), { class: "sp-button sp-quiet" });
  // Rows are made once and written into: the button that was just pressed stays, and so does the focus.
  const rows = Object.fromEntries(["A", "B", "now"].map((name) => {
    const cells = TILES.map(() => h("td", {}));
    return [name, { cells, node: h("tr", {}, h("th", { scope: "row" }, name === "now" ? t("pair.now") : back(name)), ...cells) }];
  }));
  fill(body, ...Object.values(rows).map((row) => row.node));
  const write = (name, outcome) => {
    rows[name].node.hidden = !outcome;
    if (outcome) TILES.forEach((tile, i) => say(rows[name].cells[i], tileText(tile, outcome, words)[0]));
  };
  return {
    node,
    update({ frozen, predict }, outcome) {
      const kept = ["A", "B"].filter((name) => frozen[name]);
      node.hidden = kept.length === 0;
      if (node.hidden) return;
      for (const name of ["A", "B"]) write(name, frozen[name]?.outcome);
      write("now", outcome);
      const both = kept.length === 2;
      say(said, both ? `${differences(frozen.A.scenario, frozen.B.scenario, words)} ${explainPair(frozen.A, frozen.B, words)}`
        : t("pair.one", { name: kept[0] === "A" ? "B" : "A" }));
    },
  };
}

/** The whole zone; `views` are made by the page. */
export function pictureZone(page) {
  const { t } = page.words;
  const curves = h("div", { class: "sp-view sp-view-curves" });
  const timeline = h("div", { class: "sp-view sp-view-timeline" });
  const trouble = h("p", { class: "sp-notice", role: "alert", hidden: true });
  const id = fresh("picture");
  const parts = [story(page), predictPanel(page), toolbar(page)];
  const outcome = tiles(page);
  const pair = frozenTable(page);
  const node = h("div", { class: "sp-zone sp-zone-outer sp-zone-picture", role: "region", "aria-label": t("zone.picture") },
    parts[2].node, parts[0].node, parts[1].node,
    h("section", { class: "sp-card sp-card-curves", "aria-labelledby": id }, h("h2", { id, class: "sp-hush" }, t("card.curves")), trouble, outcome.node, curves),
    h("section", { class: "sp-card", "aria-label": t("card.timeline") }, timeline),
    pair.node);
  return {
    node, curves, timeline,
    /** A small screen, or one that a class looks at, shows the curve first, what it comes to after it. */
    arrange(first) {
      if ((curves.nextElementSibling === outcome.node) !== first) curves[first ? "after" : "before"](outcome.node);
    },
    /** What must be right in the same picture: cheap texts. */
    update(state, frame) {
      for (const part of parts) part.update(state, frame);
      outcome.node.hidden = !frame?.revealed;
      if (frame?.revealed) outcome.update(frame.outcome);
      pair.update(state, frame?.revealed ? frame.outcome : null);
      trouble.hidden = !state.trouble;
      say(trouble, state.trouble ?? "");
    },
  };
}
