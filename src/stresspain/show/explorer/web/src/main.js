// The explorer's front door: what the page and the notebook import. Illustrative, not clinical.

import uPlot from "uplot";
import { Solver } from "odex";

export const core = { uPlot, Solver };

export function mount(root) {
  root.append("Illustrative, not clinical.");
  return { setScenario() {}, getScenario() {}, destroy() {} };
}

/** Starts the explorer where it is a page of its own: beside the data that the page was made with. */
function openPage(root) {
  const given = JSON.parse(document.getElementById("stresspain-given").textContent);
  return mount(root, { ...given, home: "page" });
}

const root = globalThis.document?.getElementById("stresspain-explorer");
if (root) openPage(root);
