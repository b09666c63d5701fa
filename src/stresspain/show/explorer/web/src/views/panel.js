// One chart with its place on the page: made when there is room for it, made again when the type grows.

import { show, makeChart, typeOf } from "./chart.js";
import { html, set } from "./dom.js";
import { colours } from "./inks.js";

/** How wide a chart is on paper, CSS pixels: fits A4 and Letter upright. */
const PAPER = 640;

/**
 * @param {string} name of the panel, for its class
 * @param {(tools: {look, type, side, gutter}) => object} describe what `makeChart` takes beside the common things
 */
export function panel(name, describe, { onDay, onZoom, onLeave, onFit }) {
  const node = html("div", { class: `sp-plot sp-plot-${name}` });
  const state = { chart: null, look: null, type: 0, data: null, window: null, width: 0, height: 0, muted: false, paper: false };
  const tools = {
    look: () => state.look,
    type: () => state.type,
    side: () => (state.width < 420 ? 12 : state.longest + 22),
    gutter: 0,
  };

  const build = () => {
    if (state.chart) state.chart.destroy();
    state.type = typeOf(node);
    state.look = colours(node);
    tools.gutter = Math.round(state.type * 2.6);
    const mine = describe(tools);
    state.range = mine.range;
    state.longest = widest(mine.names, state.type);
    state.chart = makeChart(node, {
      ...mine, look: tools.look, type: state.type, side: tools.side, gutter: tools.gutter,
      onDay: (index) => { if (!state.muted && state.data) onDay(index); },
      onZoom: () => { if (!state.muted && state.data && elsewhere(state)) onZoom(state.chart); },
    });
    const canvas = state.chart.root.querySelector("canvas");
    set(canvas, { role: "img", "aria-label": mine.name });
    state.chart.over.addEventListener("mouseleave", onLeave);
    state.chart.over.append(...(mine.over ?? []));
  };

  const fit = () => {
    const { clientWidth: width, clientHeight: height } = node;
    if (!width || !height || state.paper) return;
    if (!state.chart || typeOf(node) !== state.type) build();
    if (width !== state.width || height !== state.height || state.chart.width !== width) size(width, height);
    if (state.data) {
      draw();
      onFit();
    }
  };
  const quietly = (act) => { state.muted = true; act(); state.muted = false; };
  const draw = () => quietly(() => show(state.chart, state.data, state.window, state.range(state.chart)));
  const size = (width, height) => {
    Object.assign(state, { width, height, look: colours(node) });
    quietly(() => state.chart.setSize({ width, height }));
  };
  // Paper has a width of its own, and the charts are told of it by nobody else.
  const print = () => {
    if (!state.chart || !state.data) return;
    state.paper = true;
    size(PAPER, state.height);
    draw();
    onFit();
  };
  const screen = () => { state.paper = false; fit(); };
  addEventListener("beforeprint", print);
  addEventListener("afterprint", screen);
  const watch = new ResizeObserver(fit);
  watch.observe(node);

  return {
    node,
    get chart() { return state.chart; },
    get tools() { return tools; },
    get width() { return state.width; },
    /** Draw data in a window of days, in the colours that hold now. */
    update(data, window) {
      Object.assign(state, { data, window });
      if (!state.chart) { fit(); return; }
      state.look = colours(node);
      draw();
    },
    /** Put the line of the day that is looked at somewhere. */
    point(day) {
      if (!state.chart || !state.data) return;
      const left = day === null ? -10 : state.chart.valToPos(day, "x");
      quietly(() => state.chart.setCursor({ left, top: day === null ? -10 : 4 }, false));
    },
    describe(words) {
      const canvas = state.chart?.root.querySelector("canvas");
      if (canvas) set(canvas, { "aria-label": words });
    },
    destroy() {
      removeEventListener("beforeprint", print);
      removeEventListener("afterprint", screen);
      watch.disconnect();
      state.chart?.destroy();
      state.chart = null;
    },
  };
}

/** How wide the widest of some names is, CSS pixels. */
function widest(names, type) {
  const pen = document.createElement("canvas").getContext("2d");
  pen.font = `${type}px system-ui, sans-serif`;
  return Math.max(...names.map((name) => pen.measureText(name).width));
}

/** Whether the chart shows other days than it was told to: someone has dragged over it, or clicked it twice. */
function elsewhere({ chart, window }) {
  const { min, max } = chart.scales.x;
  return min !== window[0] || max !== window[1];
}
