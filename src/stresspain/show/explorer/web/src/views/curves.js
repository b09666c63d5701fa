// Pain over the days, and the five states: the one view that is drawn on every keypress.

import { layout, painWords, stateWords } from "./curve_controls.js";
import { set, view } from "./dom.js";
import { dayOf, nearest, onDays } from "./day.js";
import { guessLayer, guessed } from "./guess.js";
import { DASHES, SHOWN, STATES, aboveRest } from "./inks.js";
import { depth, drawLanes, loadLine } from "./lanes.js";
import { panel } from "./panel.js";
import uPlot from "uplot";

export function curves(host, api) {
  return view(host, api, build);
}

function build(host, api) {
  const day = dayOf(api);
  const now = { frame: null, window: null, zoomed: false, lines: null };
  const parts = layout(host, api);
  const looks = {
    onDay: (index) => day.hover(index === null ? null : now.frame.result.days[index]),
    onLeave: () => day.hover(null),
    onFit: () => { drawGuess(); look(); },
    onZoom: (chart) => zoomTo(chart.scales.x.min, chart.scales.x.max),
  };
  const guess = guessLayer(api, { chart: () => pain.chart, change: (points) => api.setGuess?.(points) });
  const pain = panel("pain", (tools) => painChart(api, now, tools, guess), looks);
  const states = panel("states", (tools) => statesChart(api, now, tools, parts), looks);
  parts.place(pain.node, states.node);

  const full = () => [now.frame.result.days[0], now.frame.result.days.at(-1)];
  const zoomTo = (low, high) => {
    const [first, last] = full();
    now.window = [Math.max(first, low), Math.min(last, high)];
    now.zoomed = now.window[1] - now.window[0] < last - first - 1e-9;
    draw();
  };
  const draw = () => {
    const { frame } = now;
    if (!now.zoomed) now.window = full();
    now.lines = linesOf(frame);
    pain.update(now.lines.pain, now.window);
    parts.veil(frame.revealed === false);
    if (!parts.states.hidden) states.update(now.lines.states, now.window);
    set(parts.whole, { disabled: !now.zoomed });
    drawGuess();
    look();
  };
  const drawGuess = () => {
    const drawing = now.frame.revealed === false;
    if (!pain.chart || (!drawing && !now.frame.guess)) { guess.node.classList.add("sp-hidden"); return; }
    guess.node.classList.remove("sp-hidden");
    guess.update({ points: pointsOf(now.frame.guess), drawing, start: now.frame.result.felt_pain[0], last: full()[1] });
  };
  const look = () => {
    const { result } = now.frame;
    const at = day.of(result);
    const i = nearest(result.days, at);
    parts.read(now.frame, i);
    const shown = day.pinned === null && at === result.days.at(-1) ? null : result.days[i];
    pain.point(shown);
    states.point(shown);
  };
  const off = day.listen(() => { if (now.frame) look(); });
  parts.listen({
    day, zoomTo, now, full, redraw: draw,
    show: (i, on) => states.chart?.setSeries(i + 1, { show: on }),
  });

  return {
    update(frame) {
      const before = now.frame?.result.days;
      const same = before && before[0] === frame.result.days[0] && before.at(-1) === frame.result.days.at(-1);
      now.frame = frame;
      if (!same || frame.revealed === false) now.zoomed = false;
      draw();
      parts.describe(() => { pain.describe(painWords(api, frame)); states.describe(stateWords(api, frame)); });
    },
    destroy() { off(); parts.destroy(); pain.destroy(); states.destroy(); },
  };
}

/** A guess as points: the shell may keep it bare, or with other things beside it. */
function pointsOf(guess) {
  return Array.isArray(guess) ? guess : guess?.points ?? null;
}

// --- what is drawn --------------------------------------------------------------------------------

/** The columns of both charts. What is not revealed yet is not drawn. */
function linesOf({ result, ghost, frozen, revealed }) {
  const { days } = result;
  const none = new Array(days.length).fill(null);
  const hidden = revealed === false;
  const other = (run) => (run ? onDays(run.days, run.felt_pain, days) : none);
  const relieved = !hidden && result.pain.some((value, i) => value - result.felt_pain[i] > SHOWN);
  return {
    pain: [
      days, other(ghost), other(frozen?.A?.result), other(frozen?.B?.result),
      relieved ? result.pain : none, hidden ? none : result.felt_pain,
    ],
    states: [days, ...STATES.map(({ key }) => (hidden ? none : aboveRest(result, key)))],
  };
}

const PAIN = [
  { name: "ghost", ink: "ghost", width: 2.4, dash: [] },
  { name: "A", ink: 1, width: 2.2, dash: DASHES[1] },
  { name: "B", ink: 2, width: 2.2, dash: DASHES[2] },
  { name: "pain", ink: 0, width: 1.6, dash: [2, 3] },
  { name: "felt_pain", ink: 0, width: 3.4, dash: [] },
];

/** What is written beside both charts, so that their days stand one above the other. */
function names(api) {
  const lines = PAIN.filter((line) => line.name !== "pain").map((line) => api.t(`view.curves.line.${line.name}`));
  return [...lines, api.t("view.guess.line"), ...STATES.map(({ key }) => api.t(`view.state.${key}`))];
}

function inkIn(look, ink) {
  return typeof ink === "number" ? look.inks[ink] : look[ink];
}

function painChart(api, now, tools, guess) {
  const floor = (u) => {
    const height = u.bbox.height / uPlot.pxRatio;
    const lanes = depth(now.frame.scenario);
    return (-10 * lanes) / Math.max(40, height - lanes);
  };
  return {
    name: api.t("view.curves.pain"),
    names: names(api),
    series: PAIN.map((line) => ({ stroke: () => inkIn(tools.look(), line.ink), width: line.width, dash: line.dash })),
    range: (u) => [floor(u), 10],
    splits: () => [0, 2, 4, 6, 8, 10],
    write: (x) => api.number(x),
    under: (u, ctx) => {
      if (now.frame) drawLanes(u, ctx, { ...now.frame, ...lane(tools), name: api.t("view.node.load") });
    },
    lowest: (u) => loadLine(u, { scenario: now.frame.scenario, ...lane(tools) }),
    labels: () => (now.lines ? painLabels(api, now, tools.look()) : []),
    over: [guess.node],
  };
}

/** How the lanes below zero are drawn and where their name has room. */
function lane(tools) {
  return { look: tools.look(), ratio: uPlot.pxRatio, type: tools.type(), beside: tools.side() >= 40 };
}

function painLabels(api, now, look) {
  const columns = now.lines.pain;
  const last = nearest(columns[0], now.window[1]);
  const guess = now.frame.revealed === false ? null : guessed(pointsOf(now.frame.guess), now.window[1]);
  const mine = guess === null ? [] : [{ value: guess, text: api.t("view.guess.line"), colour: look.inks[4] }];
  return mine.concat(PAIN.map((line, at) => ({ line, column: columns[at + 1], i: line.name === "pain" ? roomiest(columns, now.window) : endOf(columns[at + 1], last) }))
    .filter(({ column, i }) => there(column[i]))
    .map(({ line, column, i }) => ({
      // What ends before the picture does has its name where it ends.
      value: column[i], day: line.name === "pain" || i < last ? columns[0][i] : undefined,
      text: api.t(`view.curves.line.${line.name}`), colour: line.ink === "ghost" ? look.muted : inkIn(look, line.ink),
      bold: line.name === "felt_pain",
    })));
}

const there = (value) => value !== null && value !== undefined;

/** The last place up to `last` at which a column holds a number. */
function endOf(column, last) {
  let i = last;
  while (i > 0 && !there(column[i])) i -= 1;
  return i;
}

/** How far above its line a name stands, and how far from others is far enough, in points of pain. */
const ABOVE = 0.8;
const CLEAR = 0.7;

/** Where the painkiller parts the two lines widely, and other lines keep away from the name that is written there. */
function roomiest([days, ...lines], [low, high]) {
  const [pain, felt] = lines.slice(-2);
  if (!there(pain[0])) return 0;
  const reach = (high - low) / 2;
  const apart = Array.from(days, (day, i) => (day >= low && day <= high - reach ? pain[i] - felt[i] : 0));
  const most = Math.max(...apart);
  const room = (i) => {
    let sum = 0;
    let j = i;
    for (; days[j] <= days[i] + reach; j += 1) {
      sum += lines.reduce((least, line) => (there(line[j]) ? Math.min(least, Math.abs(line[j] - pain[i] - ABOVE)) : least), CLEAR);
    }
    return sum / (j - i) + apart[i] / most;
  };
  let best = [-1, 0];
  const stride = Math.ceil(days.length / 100);
  for (let i = 0; i < days.length; i += stride) {
    if (2 * apart[i] < most) continue;
    const found = room(i);
    if (found > best[0]) best = [found, i];
  }
  return best[1];
}

function statesChart(api, now, tools, parts) {
  const top = () => {
    const columns = (now.lines?.states ?? []).slice(1).filter((_, i) => parts.shown(STATES[i].key));
    const most = columns.reduce((high, column) => column.reduce((a, b) => (b > a ? b : a), high), 0);
    return Math.max(1, Math.ceil(most * 4.1) / 4);
  };
  return {
    name: api.t("view.curves.states"),
    names: names(api),
    series: STATES.map(({ key, ink }) => ({
      stroke: () => tools.look().inks[ink], width: 2, dash: DASHES[ink], show: parts.shown(key),
    })),
    range: () => [0, top()],
    splits: () => marks(top()),
    write: (x) => api.number(x),
    outside: true,
    under: () => {},
    labels: () => {
      if (!now.lines) return [];
      const i = nearest(now.lines.states[0], now.window[1]);
      return STATES.map(({ key, ink }, at) => ({ key, ink, value: now.lines.states[at + 1][i] }))
        .filter(({ key, value }) => parts.shown(key) && value !== null)
        .map(({ key, ink, value }) => ({ value, text: api.t(`view.state.${key}`), colour: tools.look().inks[ink] }));
    },
  };
}

function marks(top) {
  const step = top > 1.5 ? 0.5 : 0.25;
  return Array.from({ length: Math.floor(top / step + 1e-9) + 1 }, (_, i) => i * step);
}
