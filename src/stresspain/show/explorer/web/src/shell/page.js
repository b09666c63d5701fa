// Puts the zones together in one language; another language builds them anew with the same state.

import { Lesson, refusal } from "../core/words.js";
import { controlsZone } from "./controls.js";
import { helpDialog, pasteDialog, safetyDialog, textDialog } from "./dialogs.js";
import { button, fill, fresh, h, iconButton, say } from "./dom.js";
import { explainRun } from "./explain.js";
import { idly } from "./pacer.js";
import { pictureZone } from "./picture.js";
import { opened, share } from "./share.js";
import { NO_GUESS } from "./store.js";
import { strip } from "./strip.js";
import { surprise } from "./surprise.js";
import { viewBoard } from "./views.js";
import { LANGUAGES, languageName } from "./words.js";
import { TABS, wordsZone } from "./wordszone.js";

/** A slow reader's pace, ms a letter. */
const READING = 80;

/** Surprises have short numbers, so that a class can share one. */
const MOST_SEEDS = 9999;

/** Numbers as the reader writes them: of what was set by sliders, not of what was typed as a file has it. */
const inWords = (values, number) => Object.fromEntries(Object.entries(values).map(([name, value]) => [name, number(Number(value))]));

/** Says what went wrong in the reader's language; Python's own words stay as they are. */
export function complaint({ code, values, text }, { t, number }) {
  if (code === "refused" || code === "unexpected") return [t(`trouble.${code}`), text].join(" ");
  const lesson = t(`lesson.${code}`, code.startsWith("painful") ? inWords(values, number) : values);
  return code.startsWith("read.") ? lesson : [t("trouble.other"), lesson].join(" ");
}

function languagePicker({ words, store }) {
  const id = fresh("language");
  const select = h("select", { id, class: "sp-select", data: { keep: "language" } },
    ...LANGUAGES.map((language) => h("option", { value: language, lang: language, selected: language === words.language }, languageName(language))));
  select.addEventListener("change", () => store.set({ language: select.value, chosen: true }));
  return [h("label", { htmlFor: id, class: "sp-hush" }, words.t("language.label")), select];
}

function header(page, dialogs) {
  const { words, store, acts } = page;
  const { t } = words;
  const undo = iconButton("undo", t("undo"), acts.undo, { data: { keep: "undo" } });
  const redo = iconButton("redo", t("redo"), acts.redo, { data: { keep: "redo" } });
  const node = h("header", { class: "sp-top" },
    h("h1", {}, t("title")),
    h("span", { class: "sp-banner" }, t("banner")),
    h("div", { class: "sp-tools", role: "group", "aria-label": t("zone.page") },
      undo, redo, ...languagePicker(page),
      iconButton("theme", t("theme"), acts.theme, { data: { keep: "theme" } }),
      iconButton("projector", t("projector"), acts.projector, { data: { keep: "projector" }, "aria-pressed": String(store.state.projector) }),
      button(t("safety.button"), () => dialogs.safety.showModal()),
      iconButton("help", t("help.title"), () => dialogs.help.showModal())));
  return {
    node,
    update({ past, future }) {
      // Not `disabled`: a button that goes off under the finger would drop the focus, and the keys with it.
      undo.setAttribute("aria-disabled", String(past.length === 0));
      redo.setAttribute("aria-disabled", String(future.length === 0));
    },
  };
}

function actions(page, dialogs) {
  const { store, words, app, home, version } = page;
  const now = () => {
    const frame = page.frame();
    const says = explainRun(frame, frame.outcome, words).join(" ");
    const { preset, story, scenario } = store.state;
    // A file has nobody beside it to say that its story was changed: then it does without the story's name.
    const told = preset && story === scenario;
    return {
      frame, scenario, home, version, says, speak: words,
      title: told ? words.capital(words.t(`preset.${preset}.title`)) : words.t("picture.title"),
    };
  };
  return {
    undo: () => store.undo(),
    redo: () => store.redo(),
    theme: () => store.set({ theme: app.dataset.theme === "dark" ? "light" : "dark" }),
    async projector() {
      const on = !store.state.projector;
      try {
        if (on) await app.requestFullscreen();
        else if (document.fullscreenElement) await document.exitFullscreen();
      } catch { /* a frame that may not fill the screen still gets the larger type */ }
      store.set({ projector: on });
    },
    predict() {
      const { on } = store.state.predict;
      store.set({ guess: null, predict: { ...NO_GUESS, on: !on }, asked: false });
    },
    surprise() {
      const seed = 1 + Math.floor(Math.random() * MOST_SEEDS);
      store.propose(surprise(seed), { more: { preset: null, asked: false } });
      page.announce(words.t("surprise.done", { seed }), true);
    },
    keep(name) {
      const { result, outcome, scenario, revealed } = page.frame();
      if (!revealed) return;
      const kept = store.state.frozen[name] ? null : { scenario, result, outcome };
      store.set({ frozen: { ...store.state.frozen, [name]: kept } });
    },
    show(name) {
      const kept = store.state.frozen[name];
      if (kept) store.propose(kept.scenario, { more: { preset: null } });
    },
    paste() {
      dialogs.paste.fresh();
      dialogs.paste.showModal();
    },
    async share(kind) {
      if (!page.frame()) return;
      try {
        await share(kind, now(), { tell: (key) => page.announce(words.t(key), true), offer: (text) => dialogs.text.offer(text) });
      } catch (error) {
        if (!(error instanceof Lesson)) throw error;
        store.set({ trouble: refusal(error).error }, "trouble");
      }
    },
    async open(text) {
      const found = await opened(text);
      if (!found.ok) return complaint(found.error, words);
      store.propose(found.scenario, { more: { preset: null, asked: false } });
      page.announce(words.t("paste.done"), true);
      return null;
    },
  };
}

/** As wide as this, in CSS pixels, settings and picture stand side by side (see style.js). */
const WIDE = 700;

/**
 * Puts the picture before the settings on a small screen, and after them where they stand to its left. The elements
 * themselves change places: what Tab and screen readers come to next is what the eye comes to next.
 */
function arranger(app, controls, picture) {
  const arrange = () => {
    const narrow = app.clientWidth < WIDE;
    picture.arrange(narrow || app.hasAttribute("data-projector"));
    const [first, second] = narrow ? [picture.node, controls.node] : [controls.node, picture.node];
    if (first.nextElementSibling === second) return;
    // An element that is moved loses the focus: the other one moves.
    if (first.contains(app.getRootNode().activeElement)) first.after(second);
    else second.before(first);
  };
  const watch = new ResizeObserver(() => requestAnimationFrame(arrange));
  arrange();
  watch.observe(app);
  return () => watch.disconnect();
}

/** What a view may ask for. */
function viewApi({ store, words }) {
  return {
    t: words.t,
    language: words.language,
    number: words.number,
    fixed: words.fixed,
    onLanguage: () => () => {}, // another language builds the whole page anew
    setScenario: (plain, { live = false } = {}) => store.propose(plain, { key: live ? "view" : null }),
    setGuess: (guess) => store.set({ guess }),
  };
}

/** A field that has the focus keeps what is typed in it; what is undone there must be seen there. */
function settled(app, act) {
  const field = app.getRootNode().activeElement;
  const typed = field?.matches?.("input[type=number]");
  if (typed) field.blur();
  act();
  if (typed) requestAnimationFrame(() => (field.isConnected ? field : app.querySelector('[data-keep="undo"]'))?.focus());
}

/** A page of its own listens everywhere; in a notebook the keys outside belong to others. */
function onKeys(app, home, acts) {
  const place = home === "page" ? document : app;
  const listen = (event) => {
    if (!(event.ctrlKey || event.metaKey) || event.altKey) return;
    if (event.target.closest?.("textarea, dialog")) return;
    const key = event.key.toLowerCase();
    const act = key === "z" ? (event.shiftKey ? acts.redo : acts.undo) : key === "y" ? acts.redo : null;
    if (!act) return;
    event.preventDefault();
    event.stopPropagation();
    settled(app, act);
  };
  place.addEventListener("keydown", listen);
  return () => place.removeEventListener("keydown", listen);
}

/**
 * Builds the page into an element.
 * @param {HTMLElement} app
 * @param {{store: object, words: object, home: string, version: string, frame: () => object|null}} given
 */
export function build(app, given) {
  const { store, words, home } = given;
  const { t } = words;
  const live = h("p", { class: "sp-hush", role: "status", "aria-live": "polite" });
  const toast = h("p", { class: "sp-toast" });
  const toasts = h("div", { class: "sp-toasts", "aria-hidden": "true" }, toast);
  let fading = 0;
  const announce = (text, seen = false) => {
    say(live, text);
    if (!seen) return;
    say(toast, text);
    clearTimeout(fading);
    fading = setTimeout(() => say(toast, ""), Math.max(2600, READING * text.length));
  };
  const page = { ...given, app, announce, api: { announce } };
  const dialogs = { safety: safetyDialog(words), help: helpDialog(words), text: textDialog(words) };
  page.acts = actions(page, dialogs);
  dialogs.paste = pasteDialog(words, page.acts.open);
  const top = header(page, dialogs);
  const controls = controlsZone(page);
  const picture = pictureZone(page);
  const side = wordsZone(page);
  const main = h("main", { class: "sp-main", id: fresh("main") }, controls.node, picture.node, side.node);
  const foot = h("footer", { class: "sp-foot" }, t("foot", { version: given.version }));
  const edge = strip(page, top.node);
  fill(app, h("div", { class: "sp-frame" }, edge.node, top.node, main, toasts, foot), live, ...Object.values(dialogs));
  const shown = () => {
    const { tab, predict } = store.state;
    return ["curves", "timeline", ...(predict.on && !predict.revealed ? [] : [tab])];
  };
  const hosts = { curves: picture.curves, timeline: picture.timeline, ...Object.fromEntries(TABS.map((tab) => [tab, side.panel(tab)])) };
  const board = viewBoard(hosts, viewApi(page), () => ({ frame: given.frame(), shown: shown() }));
  const tell = idly(() => side.tell(given.frame()));
  const offKeys = onKeys(app, home, page.acts);
  const offSize = arranger(app, controls, picture);
  const spoken = (state) => ({ ...state, trouble: state.trouble && complaint(state.trouble, words) });

  return {
    announce,
    draw(state, frame) {
      picture.update(spoken(state), frame);
      board.draw(frame);
      top.update(state);
      controls.update(state);
      side.update(state, frame);
      edge.update(frame, picture.curves);
      tell();
    },
    /** What had the focus, by a name that outlives a new build. */
    focused: () => app.getRootNode().activeElement?.closest?.("[data-keep]")?.dataset.keep ?? null,
    focus(keep) { if (keep) app.querySelector(`[data-keep="${keep}"]`)?.focus(); },
    destroy() {
      clearTimeout(fading);
      offKeys();
      offSize();
      edge.destroy();
      board.destroy();
      fill(app);
    },
  };
}
