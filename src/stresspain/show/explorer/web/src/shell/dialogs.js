// Native dialogs: what is known of safety, the keys, and the place to paste a scenario.

import { SAFETY } from "../declared.js";
import { slug } from "../core/declared_words.js";
import { button, fill, fresh, h, iconButton, say } from "./dom.js";

/** Makes a dialog with a heading and a way to close it. */
export function dialog(title, words, ...children) {
  const id = fresh("title");
  const node = h("dialog", { class: "sp-dialog", "aria-labelledby": id });
  const close = iconButton("remove", words.t("dialog.close"), () => node.close());
  const head = h("div", { class: "sp-dialog-head" }, h("h2", { id }, title), close);
  fill(node, h("div", { class: "sp-dialog-in" }, head, ...children));
  // A click beside the text, on the backdrop, closes it too.
  node.addEventListener("click", (event) => { if (event.target === node) node.close(); });
  return node;
}

/** What is reported about the safety of the herb, each with how well it is known. */
export function safetyDialog(words) {
  const { t } = words;
  const notes = SAFETY.flatMap((note) => {
    const key = `safety.${slug(note.topic)}`;
    return [
      h("dt", {}, t(`${key}.topic`)),
      h("dd", {}, t(`${key}.statement`),
        h("span", { class: "sp-muted" }, `${words.capital(t(`known.${note.known}`))}. ${note.source}. ${note.reference}`)),
    ];
  });
  return dialog(t("safety.title"), words,
    h("p", { class: "sp-notice" }, t("safety.lead")),
    h("dl", { class: "sp-safety" }, ...notes));
}

const KEYS = ["undo", "redo", "slider", "coarse", "tabs", "guess", "timeline", "close"];

/** Everything that the keyboard does. */
export function helpDialog(words) {
  const { t } = words;
  const rows = KEYS.flatMap((name) => [
    h("dt", {}, ...t(`keys.${name}`).split(" ").flatMap((part) => [part === "/" ? "/" : h("kbd", {}, part), " "])),
    h("dd", {}, t(`keys.${name}.words`)),
  ]);
  return dialog(t("help.title"), words,
    h("p", {}, t("help.lead")),
    h("h3", {}, t("help.keys")),
    h("dl", { class: "sp-keys" }, ...rows),
    h("h3", {}, t("help.grades")),
    h("ul", {}, ...["direction", "disputed", "chosen"].map((grade) =>
      h("li", {}, h("span", { class: `sp-grade sp-grade-${grade}` }, t(`grade.${grade}`)), " ", t(`grade.${grade}.words`)))),
    h("p", { class: "sp-notice" }, t("help.caveat")));
}

/**
 * The place to paste a link, a word or a scenario's text. `open(text)` returns a promise of null or a complaint.
 */
export function pasteDialog(words, open) {
  const { t } = words;
  const id = fresh("paste");
  const area = h("textarea", { id, class: "sp-area", autofocus: true, spellcheck: false, data: { lmSuppressShortcuts: "true" } });
  const problem = h("p", { class: "sp-problem", role: "alert", hidden: true });
  const file = h("input", { type: "file", accept: ".json,.txt,.csv,.toml,.svg", id: `${id}-file`, class: "sp-hush sp-file" });
  const tell = (text) => {
    problem.hidden = !text;
    say(problem, text ?? "");
    area.toggleAttribute("aria-invalid", Boolean(text));
  };
  const take = async (text) => {
    const complaint = await open(text);
    tell(complaint);
    if (!complaint) node.close();
    else area.focus();
  };
  file.addEventListener("change", async () => { if (file.files[0]) await take(await file.files[0].text()); });
  const node = dialog(t("paste.title"), words,
    h("label", { htmlFor: id }, t("paste.label")), area, problem,
    h("div", { class: "sp-row" }, button(t("paste.open"), () => take(area.value), { class: "sp-button sp-primary" }),
      file, h("label", { htmlFor: file.id, class: "sp-button" }, t("paste.file"))));
  return Object.assign(node, { fresh: () => { area.value = ""; file.value = ""; tell(null); } });
}

/** Shows a text to be copied by hand where the clipboard is out of reach. */
export function textDialog(words) {
  const { t } = words;
  const id = fresh("text");
  const area = h("textarea", { id, class: "sp-area", readOnly: true, spellcheck: false });
  const node = dialog(t("copy.by_hand"), words, h("label", { htmlFor: id }, t("copy.by_hand.words")), area);
  return Object.assign(node, {
    offer(text) {
      area.value = text;
      node.showModal();
      area.focus();
      area.select();
      area.scrollTop = 0;
    },
  });
}
