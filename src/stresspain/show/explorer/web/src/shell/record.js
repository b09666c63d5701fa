// Where numbers come from, as Python's files say it: version, engine and its tolerances, the scenario whole.

import { PAINFUL } from "../declared.js";
import { digest, pythonJson } from "./python_text.js";

/** What ran: the engine in the page, its tolerances, and the scenario's fingerprint. */
export function provenanceOf(plain, version) {
  return { version, engine: "odex", rtol: 1e-10, atol: 1e-11, scenario: digest(plain) };
}

function told({ scenario, outcome }, version) {
  const { peak, mean, last, daysAbove, recoveryDay } = outcome;
  const day = Number.isFinite(recoveryDay) ? recoveryDay : null;
  const outcomes = { peak, mean, last, days_above: daysAbove, recovery_day: day };
  return { provenance: provenanceOf(scenario, version), scenario, outcomes };
}

/** Returns the record of what is on screen, as ASCII JSON. */
export function recordOf({ frame, version }) {
  const runs = { "the run": told(frame, version) };
  for (const name of ["A", "B"]) if (frame.frozen[name]) runs[name] = told(frame.frozen[name], version);
  const record = {
    format: 1, version, kind: "explorer picture", note: "illustrative, not clinical", level: PAINFUL, runs,
  };
  return pythonJson(record, { whole: ["days", "format"] });
}
