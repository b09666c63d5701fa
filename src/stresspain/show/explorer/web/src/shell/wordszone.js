// The right zone: what happened in words, the other ways to look at it, and what can be taken along.

import { button, fill, fresh, h, say } from "./dom.js";
import { explainRun } from "./explain.js";

/** Tabs as the ARIA pattern has them: arrow keys move, one tab stop. */
export function tabs(entries, label, onPick) {
  const stem = fresh("tab");
  const made = entries.map(({ key, text }) => {
    const panel = h("div", { role: "tabpanel", id: `${stem}-${key}-panel`, "aria-labelledby": `${stem}-${key}`, tabIndex: 0, class: `sp-view sp-view-${key}` });
    const tab = h("button", {
      type: "button", role: "tab", class: "sp-tab", id: `${stem}-${key}`, "aria-controls": panel.id,
      data: { lmSuppressShortcuts: "true" }, on: { click: () => onPick(key) },
    }, text);
    return { key, tab, panel };
  });
  const list = h("div", { role: "tablist", class: "sp-tablist", "aria-label": label }, ...made.map(({ tab }) => tab));
  list.addEventListener("keydown", (event) => {
    const at = made.findIndex(({ tab }) => tab === event.target);
    const to = { ArrowRight: at + 1, ArrowLeft: at - 1, Home: 0, End: made.length - 1 }[event.key];
    if (to === undefined || at < 0) return;
    event.preventDefault();
    const next = made[(to + made.length) % made.length];
    onPick(next.key);
    next.tab.focus();
  });
  return {
    list, panels: made.map(({ panel }) => panel),
    panel: (key) => made.find((one) => one.key === key).panel,
    show(key) {
      for (const one of made) {
        const chosen = one.key === key;
        one.tab.setAttribute("aria-selected", String(chosen));
        one.tab.tabIndex = chosen ? 0 : -1;
        one.panel.hidden = !chosen;
      }
    },
  };
}

export const TABS = ["cycle", "cobweb", "tipping", "table", "sound"];

function explainCard({ words }) {
  const { t } = words;
  const id = fresh("explain");
  const text = h("div", { class: "sp-explain" });
  const node = h("section", { class: "sp-card", "aria-labelledby": id }, h("h2", { id }, t("card.explain")), text,
    h("p", { class: "sp-small sp-muted" }, t("explain.caveat")));
  return {
    node,
    update(frame) {
      const said = !frame ? [] : frame.revealed ? explainRun(frame, frame.outcome, words) : [t("predict.hidden")];
      fill(text, said.map((sentence) => h("p", {}, sentence)));
    },
  };
}

function takeAlong({ words, acts, home }) {
  const { t } = words;
  const id = fresh("share");
  const make = (key, more = {}) => button(t(`share.${key}`), () => acts.share(key), more);
  const node = h("section", { class: "sp-card sp-share", "aria-labelledby": id },
    h("h2", { id }, t("card.share")),
    h("div", { class: "sp-row" }, make("python"), make("toml"), button(t(home === "page" ? "share.link" : "share.word"), () => acts.share("link"))),
    h("div", { class: "sp-row" }, make("csv"), make("png"), make("svg")),
    h("div", { class: "sp-row" }, button(t("share.paste"), acts.paste, { class: "sp-button" })));
  return { node };
}

/** The whole zone. */
export function wordsZone(page) {
  const { words, store } = page;
  const { t } = words;
  const explain = explainCard(page);
  const made = tabs(TABS.map((key) => ({ key, text: t(`tab.${key}`) })), t("zone.tabs"), (tab) => store.set({ tab }));
  const hidden = h("p", { class: "sp-hidden-note" }, t("predict.hidden"));
  const node = h("div", { class: "sp-zone sp-zone-outer sp-zone-words", role: "region", "aria-label": t("zone.words") },
    explain.node,
    h("section", { class: "sp-card", "aria-label": t("zone.tabs") }, made.list, hidden, ...made.panels),
    takeAlong(page).node);
  return {
    node, panel: made.panel,
    update(state, frame) {
      made.show(state.tab);
      const veiled = Boolean(frame && !frame.revealed);
      hidden.hidden = !veiled;
      if (veiled) made.panel(state.tab).hidden = true;
    },
    /** The words may come a moment after the picture: they ask for every ending there is. */
    tell: explain.update,
  };
}
