// The page: one state, one solve for each frame at most, and the three zones that show it. Illustrative, not clinical.

import { check, defaultScenario, solve, summary } from "../core/index.js";
import { PRESETS } from "../declared.js";
import { style } from "../style.js";
import { style as viewStyle } from "../views/style.js";
import { build } from "./page.js";
import { bare } from "./change.js";
import { makeFrame } from "./frame.js";
import { h } from "./dom.js";
import { explainRun } from "./explain.js";
import { languageOf, linkOf, opened } from "./share.js";
import { pacer, whenQuiet } from "./pacer.js";
import { NO_GUESS, createStore } from "./store.js";
import { surprise } from "./surprise.js";
import { pickLanguage, speaker } from "./words.js";

/** Gives a root its style sheet: the page's policy allows constructed ones only. */
function dress(root) {
  const place = root.adoptedStyleSheets ? root : root.getRootNode();
  const sheet = new CSSStyleSheet();
  sheet.replaceSync([style, viewStyle].join("\n"));
  place.adoptedStyleSheets = [...place.adoptedStyleSheets, sheet];
  return () => { place.adoptedStyleSheets = place.adoptedStyleSheets.filter((one) => one !== sheet); };
}

/** Whether two runs would be drawn one upon the other. */
function alike(one, other) {
  if (one?.days.length !== other.days.length) return false;
  return one.days.every((day, i) => day === other.days[i] && Math.abs(one.felt_pain[i] - other.felt_pain[i]) < 1e-4);
}

function prefersDark() {
  return matchMedia("(prefers-color-scheme: dark)");
}

/** Which shipped story a scenario is, if it is one. */
function storyOf(scenario) {
  const said = JSON.stringify(bare(scenario));
  return PRESETS.find((preset) => JSON.stringify(check(preset.scenario).scenario) === said)?.name ?? null;
}

/** What the state begins with. */
function firstState({ scenario, language }) {
  const given = scenario ? check(scenario) : null;
  const first = given?.ok ? given.scenario : defaultScenario();
  const preset = storyOf(first);
  return {
    scenario: first, trouble: given && !given.ok ? given.error : null, preset, story: preset && first,
    frozen: { A: null, B: null }, guess: null, predict: NO_GUESS, language: pickLanguage(language), chosen: false, theme: null,
    tab: "cycle", asked: false, projector: false,
  };
}

/** Checks what is proposed; what does not pass is told and changes nothing. */
function checkedStore(store) {
  const propose = (scenario, given = {}) => {
    const found = check(scenario);
    if (!found.ok) {
      store.set({ trouble: found.error }, "trouble");
      return false;
    }
    const more = { trouble: null, ...given.more };
    if (given.more?.preset !== undefined) more.story = given.more.preset ? found.scenario : null;
    if (store.state.predict.revealed) Object.assign(more, { predict: { ...NO_GUESS, on: true }, guess: null });
    store.propose(found.scenario, { ...given, more });
    return true;
  };
  /** What was guessed was another curve. */
  const backOrOn = (name) => () => {
    const { revealed } = store.state.predict;
    if (!store[name]()) return false;
    store.set({ trouble: null, ...(revealed && { predict: { ...NO_GUESS, on: true }, guess: null }) });
    return true;
  };
  const more = { propose, undo: backOrOn("undo"), redo: backOrOn("redo") };
  return Object.assign(Object.create(Object.getPrototypeOf(store), Object.getOwnPropertyDescriptors(store)), more);
}

/**
 * Shows the explorer.
 * @param {ShadowRoot|Element} root
 * @param {{scenario?: object, language?: string, onChange?: (plain: object) => void, home?: "page"|"widget",
 *   base?: {version: string, python: boolean}}} [options]
 * @returns {{setScenario: (plain: object) => void, getScenario: () => object, refuse: (text: string) => void,
 *   destroy: () => void}}
 */
export function mount(root, options = {}) {
  const home = options.home ?? "page";
  const version = options.base?.version ?? "";
  const app = h("div", { class: "sp-app", data: { home } });
  const undress = dress(root);
  const asked = home === "page" ? languageOf(location.hash) : null;
  const bare = createStore(firstState({ ...options, language: asked ?? options.language }));
  const store = checkedStore(bare);
  const dark = prefersDark();
  let page = null;
  let words = speaker(store.state.language);
  let solved = { scenario: null, result: null, ghost: null, outcome: null };
  let frame = null;
  let outside = false;

  const solveNow = () => {
    const { scenario } = store.state;
    if (solved.scenario === scenario) return;
    const result = solve(scenario);
    if (!result.ok) {
      bare.set({ trouble: result.error }, "trouble");
      solved = { ...solved, scenario };
      return;
    }
    solved = { scenario, result, ghost: alike(ghostNow, result) ? null : ghostNow, outcome: summary(result) };
  };
  let ghostNow = null;
  const draw = () => {
    solveNow();
    if (!solved.result) return;
    frame = makeFrame(store.state, solved);
    page.draw(store.state, frame);
  };
  const ask = pacer(draw);
  const tellLive = whenQuiet(() => page.announce(liveSummary()), 900);
  const liveSummary = () => (frame?.revealed ? explainRun(frame, frame.outcome, words)[0] : words.t("predict.hidden"));
  const keepHash = whenQuiet(async () => {
    try {
      history.replaceState(null, "", await linkOf(store.state.scenario, "page", store.state.language));
    } catch { /* a frame without a history of its own has no address to keep */ }
  }, 600);

  const themeNow = () => store.state.theme ?? (dark.matches ? "dark" : "light");
  const rebuild = () => {
    const focus = page?.focused() ?? null;
    page?.destroy();
    words = speaker(store.state.language);
    app.lang = words.language;
    app.dataset.theme = themeNow();
    app.toggleAttribute("data-projector", store.state.projector);
    if (home === "page") Object.assign(document.documentElement, { lang: words.language });
    if (home === "page") document.title = `${words.t("title")} (${words.t("banner")})`;
    page = build(app, { store, words, home, version, frame: () => frame });
    page.focus(focus);
    draw();
  };

  const PRINT = ["beforeprint", "afterprint"];
  const LINKED = ["scenario", "language"];
  const LOOKS = ["language", "theme", "projector"];
  const off = bare.listen((state, what, before) => {
    if (what === "scenario") ghostNow = solved.result;
    if (state.scenario !== before.scenario) {
      if (!outside) options.onChange?.(state.scenario);
      tellLive();
    }
    if (home === "page" && LINKED.some((name) => state[name] !== before[name])) keepHash();
    if (LOOKS.some((name) => state[name] !== before[name])) rebuild();
    else ask();
  });

  const openHash = async () => {
    const found = await opened(location.hash);
    if (found.ok) store.propose(found.scenario, { more: { preset: null } });
    else bare.set({ trouble: found.error }, "trouble");
  };
  const onHash = () => {
    // Who has chosen a language on this page keeps it, whatever a link says.
    const language = languageOf(location.hash);
    if (language && !store.state.chosen) bare.set({ language });
    const seed = /^#surprise-(\d{1,9})(?:&|$)/.exec(location.hash);
    if (seed) store.propose(surprise(Number(seed[1])), { more: { preset: null } });
    else if (/^#sp\d/.test(location.hash)) openHash();
  };
  const onDark = () => rebuild();
  // Paper is light. Heard before the charts are, which take their colours from here.
  const onPrint = ({ type }) => { app.dataset.theme = type === "beforeprint" ? "light" : themeNow(); };
  for (const type of PRINT) addEventListener(type, onPrint, true);
  // Escape leaves the full screen by itself; the larger type goes with it.
  const onScreen = () => { if (!document.fullscreenElement && store.state.projector) bare.set({ projector: false }); };
  document.addEventListener("fullscreenchange", onScreen);
  dark.addEventListener("change", onDark);
  root.append(app);
  rebuild();
  if (home === "page") {
    addEventListener("hashchange", onHash);
    onHash();
  }

  return {
    setScenario(plain) {
      outside = true;
      store.propose(plain, { more: { preset: null } });
      outside = false;
    },
    getScenario: () => store.state.scenario,
    refuse: (text) => bare.set({ trouble: text ? { code: "refused", text } : null }, "trouble"),
    destroy() {
      off();
      keepHash.cancel();
      tellLive.cancel();
      dark.removeEventListener("change", onDark);
      document.removeEventListener("fullscreenchange", onScreen);
      removeEventListener("hashchange", onHash);
      for (const type of PRINT) removeEventListener(type, onPrint, true);
      page.destroy();
      app.remove();
      undress();
    },
  };
}
