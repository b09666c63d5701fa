// The changes of a load, or of damage, as rows of fields: from which day on, and how much.

import { PARAMETERS } from "../declared.js";
import { steps, withSteps } from "./change.js";
import { fill, h, iconButton } from "./dom.js";
import { numberField } from "./fields.js";

/** A row knows the step that it is of by the step's day, not by its place: a day that is typed may pass another on its way. */
function stepRow([day, level], name, { words, store }) {
  const { t } = words;
  const { low, high } = PARAMETERS[name];
  const key = `${name} ${day}`;
  const row = { pair: [day, level] };
  const set = (pair) => {
    const others = steps(store.state.scenario[name]).filter(([at]) => at !== row.pair[0]);
    if (others.some(([at]) => at === pair[0])) return false;
    const before = row.pair;
    row.pair = pair;
    if (store.propose(withSteps(store.state.scenario, name, [...others, pair]), { key })) return true;
    row.pair = before;
    return false;
  };
  const from = numberField(t("steps.from"), day, { min: 1, step: 1 }, (value) => set([value, row.pair[1]]));
  const much = numberField(t("steps.level"), level, { min: low, max: high, step: 0.05 }, (value) => set([row.pair[0], value]));
  const remove = iconButton("remove", t("steps.remove", { day: words.number(day) }), () => {
    const { scenario } = store.state;
    store.propose(withSteps(scenario, name, steps(scenario[name]).filter(([at]) => at !== row.pair[0])));
  }, { class: "sp-button sp-icon-button sp-reset" });
  return Object.assign(row, { node: h("div", { class: "sp-row sp-step" }, from.node, much.node, remove) });
}

/** All rows of a level; `after` has the focus when the row that had it is gone and no other is left. */
export function stepRows(name, page, after) {
  const node = h("div", {});
  let rows = [];
  const controls = () => [...node.querySelectorAll("input, button")];
  const say = (pairs) => JSON.stringify(pairs);
  return {
    node,
    show(pairs) {
      const said = rows.map(({ pair }) => pair);
      if (say(said) === say(pairs)) return;
      const at = controls().indexOf(node.getRootNode().activeElement);
      // A day that is being typed may stand out of order; the rows fall into place when it has been left.
      if (at >= 0 && say(said.sort(([a], [b]) => a - b)) === say(pairs)) return;
      rows = pairs.map((pair) => stepRow(pair, name, page));
      fill(node, rows.map((row) => row.node));
      if (at >= 0) (controls()[Math.min(at, controls().length - 1)] ?? after).focus();
    },
  };
}
