// The numbers of the run, week by week or day by day: what the curves show, for reading and for screen readers.

import { html, say, view } from "./dom.js";
import { STATES } from "./inks.js";
import { fillTable } from "./tables.js";

const WEEK = 7;

export function table(host, api) {
  return view(host, api, build);
}

function build(host, api) {
  const caption = html("caption", {}, api.t("view.table.title"));
  const note = html("p", { class: "sp-hint" });
  const head = html("thead");
  const body = html("tbody");
  const daily = html("input", { type: "checkbox" });
  const now = { frame: null, asked: 0 };
  const scroll = html("div", { class: "sp-data-scroll sp-data-tall", tabindex: 0, role: "group", "aria-label": api.t("view.table.title") },
    html("table", { class: "sp-data" }, caption, head, body));
  host.append(html("div", { class: "sp-v sp-v-table" },
    html("label", { class: "sp-check" }, daily, html("span", {}, api.t("view.table.daily"))), note, scroll));
  const draw = () => {
    now.asked = 0;
    if (now.frame.revealed === false) { say(note, api.t("view.hidden")); head.replaceChildren(); body.replaceChildren(); return; }
    say(note, api.t("view.table.caption"));
    fillTable(head, body, runTable(now.frame.result, daily.checked, api));
  };
  daily.addEventListener("change", () => { if (now.frame) draw(); });
  return { update(frame) { now.frame = frame; draw(); }, destroy() {} };
}

/** The columns of the table, as keys of a result. */
export const COLUMNS = ["felt_pain", "pain", ...STATES.map((state) => state.key), "load"];

function runTable(result, daily, api) {
  const rows = [];
  result.days.forEach((day, i) => {
    const chosen = daily || i === 0 || i === result.days.length - 1 || Math.floor(day / WEEK) > Math.floor(result.days[i - 1] / WEEK);
    if (chosen) rows.push([api.number(day, 2), ...COLUMNS.map((key) => api.fixed(result[key][i], key.endsWith("pain") ? 2 : 3))]);
  });
  const names = COLUMNS.map((key) => (key.endsWith("pain") ? api.t(`view.curves.line.${key}`) : api.t(`view.node.${key}`)));
  return { head: [api.t("view.table.day"), ...names], rows };
}
