// The numbers behind a picture: a table that is filled when it is opened.

import { html } from "./dom.js";

/** A details element with a captioned table; `update(make)` keeps the newest way to fill it. */
export function dataTable(api, captionKey) {
  const caption = html("caption", {}, api.t(captionKey));
  const head = html("thead");
  const body = html("tbody");
  const table = html("table", { class: "sp-data" }, caption, head, body);
  const scroll = html("div", { class: "sp-data-scroll", tabindex: 0, role: "group", "aria-label": api.t(captionKey) }, table);
  const node = html("details", { class: "sp-behind" }, html("summary", {}, api.t("view.table.behind")), scroll);
  let make = null;
  const fill = () => { if (node.open && make) fillTable(head, body, make()); };
  node.addEventListener("toggle", fill);
  return { node, update(newest) { make = newest; fill(); } };
}

/** Fill a table, keeping the cells that stay. */
export function fillTable(head, body, { head: names, rows }) {
  head.replaceChildren(html("tr", {}, ...names.map((name) => html("th", { scope: "col" }, name))));
  const made = rows.map(([first, ...rest]) =>
    html("tr", {}, html("th", { scope: "row" }, String(first)), ...rest.map((cell) => html("td", {}, String(cell)))));
  body.replaceChildren(...made);
}
