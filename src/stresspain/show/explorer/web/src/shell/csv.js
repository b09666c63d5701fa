// A run as the CSV file that Python's `run.to_csv` writes: four comment lines that say what ran, a check, a table.

import { levelAt } from "../core/schedule.js";
import { provenanceOf } from "./record.js";
import { pythonJson, sha256 } from "./python_text.js";

const FIRST = "# stresspain run, format 1: illustrative, not clinical";
const UNITS = "# units: day d, pain 0-10, felt_pain 0-10; everything else is a dimensionless index";
const STATES = ["stress", "cortisol", "tension", "inflammation", "sensitivity"];

/** Returns the columns of a run by name, in the order that Python gives them. */
function columnsOf({ scenario, result }) {
  const sampled = (name) => Float64Array.from(result.days, (day) => levelAt(scenario[name], day));
  return [
    ["day", result.days],
    ...[...STATES, "ischaemia"].map((name) => [name, result[name]]),
    ["blood_flow", result.ischaemia.map((x) => 1 - x)],
    ...["nociception", "pain", "felt_pain", "sleep_loss"].map((name) => [name, result[name]]),
    ["load", sampled("load")],
    ["damage", sampled("damage")],
    ...scenario.plan.map((taken) => [taken.name, result.effects[taken.name]]),
  ];
}

/** Returns the text of a file that `Run.from_csv` reads. */
export function runCsv(frame, version) {
  const columns = columnsOf(frame);
  const head = [
    FIRST, UNITS,
    `# provenance: ${pythonJson(provenanceOf(frame.scenario, version))}`,
    `# scenario: ${pythonJson(frame.scenario)}`,
  ];
  const rows = Array.from(frame.result.days, (_, i) => columns.map(([, values]) => String(values[i])).join(","));
  const body = [columns.map(([name]) => name).join(","), ...rows, ""];
  return [...head, `# check: ${sha256([...head, ...body].join("\n")).slice(0, 16)}`, ...body].join("\n");
}
