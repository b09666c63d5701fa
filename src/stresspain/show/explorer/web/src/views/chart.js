// A uPlot chart in the house's look: days across, lines named at their ends, a day that is looked at.

import uPlot from "uplot";

const GAP = 1.25; // least distance between two names, in lines of type

/** How big the type is here: the shell's projector mode makes everything bigger. */
export function typeOf(host) {
  return Math.max(12, Math.round(parseFloat(getComputedStyle(host).fontSize) * 0.86));
}

/**
 * Make a chart.
 * @param {HTMLElement} host
 * @param {{series: object[], splits: (u) => number[], look: () => object, type: number,
 *   under: (u, ctx) => void, lowest?: (u) => number, labels: () => object[], side: () => number, onDay: (index) => void, write: (x) => string}} how
 */
export function makeChart(host, how) {
  const font = `${how.type}px system-ui, sans-serif`;
  const axis = {
    font, stroke: () => how.look().muted, gap: 4,
    grid: { stroke: () => how.look().rule, width: 1 },
    ticks: { stroke: () => how.look().rule, width: 1, size: 5 },
  };
  const write = (u, values) => values.map(how.write);
  const options = {
    width: 320, height: 200, padding: [how.type, how.side, 0, 4], legend: { show: false },
    scales: { x: { time: false, range: (u, low, high) => [low, high > low ? high : low + 1] }, y: {} },
    axes: [
      { ...axis, size: how.type * 1.9, space: (u) => Math.max(how.type * 3.3, u.width / 12), values: write },
      { ...axis, size: how.gutter, splits: how.splits, values: write },
    ],
    cursor: { y: false, drag: { x: true, y: false, dist: 6 }, points: { size: 7 } },
    series: [{}, ...how.series.map((line) => ({ ...line, points: { show: false }, spanGaps: false, pxAlign: 0 }))],
    hooks: {
      drawAxes: [(u) => how.under(u, u.ctx)],
      draw: [(u) => drawLabels(u, how)],
      setCursor: [(u) => how.onDay(u.cursor.idx ?? null)],
      setScale: [(u, key) => { if (key === "x") how.onZoom(); }],
    },
  };
  const chart = new uPlot(options, [[0, 1], ...how.series.map(() => [null, null])], host);
  return chart;
}

/** Show other data; zoomed in, the same days stay in view. Draws before it returns. */
export function show(chart, data, window, heights) {
  chart.batch(() => {
    chart.setData(data, false);
    chart.setScale("x", { min: window[0], max: window[1] });
    chart.setScale("y", { min: heights[0], max: heights[1] });
  });
}

/** Write each line's name where it ends, moved apart just as far as needed. */
function drawLabels(u, how) {
  const ratio = uPlot.pxRatio;
  const { ctx } = u;
  const right = u.bbox.left + u.bbox.width;
  const inside = how.side() < 40;
  if (inside && how.outside) return;
  const labels = how.labels();
  const ends = labels.filter((label) => label.day === undefined)
    .map((label) => ({ ...label, at: u.valToPos(label.value, "y", true) }));
  const gap = GAP * how.type * ratio;
  const placed = inside ? stacked(ends, gap) : spread(ends, gap, u.bbox.top, how.lowest ? how.lowest(u) - gap : u.bbox.top + u.bbox.height);
  ctx.save();
  ctx.textBaseline = "middle";
  ctx.textAlign = inside ? "right" : "left";
  ctx.lineJoin = "round";
  for (const end of placed) {
    ctx.font = `${end.bold ? "bold " : ""}${how.type * ratio}px system-ui, sans-serif`;
    const x = inside ? right - 6 * ratio : right + 14 * ratio;
    if (!inside) leader(ctx, [right + 2 * ratio, end.at], [x - 3 * ratio, end.y], end.colour, ratio);
    halo(ctx, end, x, end.y, how.look().paper, ratio);
  }
  ctx.textAlign = "left";
  ctx.font = `${how.type * ratio}px system-ui, sans-serif`;
  for (const label of labels.filter(({ day }) => day !== undefined)) {
    const x = u.valToPos(label.day, "x", true) + 8 * ratio;
    halo(ctx, label, x, u.valToPos(label.value, "y", true) - how.type * 0.8 * ratio, how.look().paper, ratio);
  }
  ctx.restore();
}

function halo(ctx, end, x, y, paper, ratio) {
  ctx.setLineDash([]);
  ctx.strokeStyle = paper;
  ctx.lineWidth = 4 * ratio;
  ctx.strokeText(end.text, x, y);
  ctx.fillStyle = end.colour;
  ctx.fillText(end.text, x, y);
}

function leader(ctx, from, to, colour, ratio) {
  ctx.setLineDash([]);
  ctx.strokeStyle = colour;
  ctx.lineWidth = ratio;
  ctx.beginPath();
  ctx.moveTo(...from);
  ctx.lineTo(...to);
  ctx.stroke();
}

/** Names inside a picture stand above their lines; lines close together have theirs above all of them, so that none is crossed out. */
function stacked(ends, gap) {
  const blocks = [];
  for (const end of [...ends].sort((a, b) => a.at - b.at)) {
    if (blocks.length && end.at - blocks.at(-1).at(-1).at < 1.6 * gap) blocks.at(-1).push(end);
    else blocks.push([end]);
  }
  return blocks.flatMap((block) => block.map((end, i) => ({ ...end, y: block[0].at - (block.length - 0.35 - i) * gap })));
}

/** Move labels apart with the least total movement: neighbours that would touch form a block around their mean. */
export function spread(ends, gap, top, bottom) {
  const sorted = [...ends].sort((a, b) => a.at - b.at);
  const blocks = [];
  sorted.forEach((end, i) => {
    let block = { sum: end.at - i * gap, count: 1 };
    while (blocks.length && blocks.at(-1).sum / blocks.at(-1).count > block.sum / block.count) {
      const before = blocks.pop();
      block = { sum: before.sum + block.sum, count: before.count + block.count };
    }
    blocks.push(block);
  });
  const slack = blocks.flatMap((block) => Array(block.count).fill(block.sum / block.count));
  const low = slack.length ? Math.max(0, top - slack[0]) : 0;
  const high = slack.length ? Math.min(0, bottom - (slack.at(-1) + (slack.length - 1) * gap)) : 0;
  return sorted.map((end, i) => ({ ...end, y: slack[i] + i * gap + (low || high) }));
}
