// The changes of a load, or of damage, as rows of fields: from which day on, and how much.

import { telling } from "../core/schedule.js";
import { PARAMETERS } from "../declared.js";
import { steps, withSteps } from "./change.js";
import { fill, h, iconButton } from "./dom.js";
import { numberField } from "./fields.js";

const inTime = (pairs) => [...pairs].sort(([a], [b]) => a - b);
const alike = (some, others) => JSON.stringify(some) === JSON.stringify(others);

/** One row; `change(pair)` says whether its step may be that, `drop()` takes it away. */
function stepRow([day, level], name, count, { change, drop, t, number }) {
  const { low, high } = PARAMETERS[name];
  const row = { pair: [day, level] };
  const set = (pair) => change(row, pair);
  const from = numberField(t("steps.from"), day, { min: 1, step: 1 }, (value) => set([value, row.pair[1]]));
  const much = numberField(t("steps.level"), level, { min: low, max: high, step: 0.05 }, (value) => set([row.pair[0], value]));
  const remove = iconButton("remove", t("steps.remove", { day: number(day) }), () => drop(row), { class: "sp-button sp-icon-button sp-reset" });
  const said = t("steps.row", { name: t(`parameter.${name}`), count });
  return Object.assign(row, {
    node: h("div", { class: "sp-row sp-step", role: "group", "aria-label": said }, from.node, much.node, remove),
  });
}

/** All rows of a level; `after` has the focus when the row that had it is gone and no other is left. */
export function stepRows(name, { words, store }, after) {
  const node = h("div", {});
  let rows = [];
  const controls = () => [...node.querySelectorAll("input, button")];
  // What is typed passes through other days and levels on its way, so the rows say what is meant, not the scenario.
  const propose = (pairs, key = null) => {
    const { scenario } = store.state;
    return store.propose(withSteps(scenario, name, [steps(scenario[name])[0], ...pairs]), { key });
  };
  const change = (row, pair) => {
    const others = rows.filter((one) => one !== row).map((one) => one.pair);
    if (others.some(([day]) => day === pair[0])) return false;
    const before = row.pair;
    row.pair = pair; // before it is proposed: what is proposed may be drawn at once
    const taken = propose([...others, pair], `${name} ${rows.indexOf(row)}`);
    if (!taken) row.pair = before;
    return taken;
  };
  const drop = (row) => propose(rows.filter((one) => one !== row).map((one) => one.pair));
  return {
    node,
    /** Sets the level that a run begins with; a row that says the same for a while is still a row. */
    begin: (level, key) => {
      const { scenario } = store.state;
      store.propose(withSteps(scenario, name, [[0, level], ...rows.map(({ pair }) => pair)]), { key });
    },
    /** Shows the steps after the first; rows that come to the same stay, and fall in order when they are left. */
    show([first, ...pairs]) {
      const said = rows.map(({ pair }) => pair);
      const at = controls().indexOf(node.getRootNode().activeElement);
      const same = alike(telling([first, ...inTime(said)]), [first, ...pairs]);
      if (same && (at >= 0 || alike(said, inTime(said)))) return;
      rows = (same ? inTime(said) : pairs).map((pair, i) => stepRow(pair, name, words.number(i + 1), { change, drop, ...words }));
      fill(node, rows.map((row) => row.node));
      if (at >= 0) (controls()[Math.min(at, controls().length - 1)] ?? after).focus();
    },
  };
}
