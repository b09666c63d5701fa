// The explorer's front door: what the page and the notebook import. Illustrative, not clinical.

import uPlot from "uplot";
import { Solver } from "odex";

export const core = { uPlot, Solver };

export function mount(root) {
  root.append("Illustrative, not clinical.");
  return { setScenario() {}, getScenario() {}, destroy() {} };
}
