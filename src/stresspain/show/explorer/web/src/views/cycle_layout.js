// Where everything in the causal loop diagram goes: the places of show/diagram_layout.py, in its units.

export const TYPE = 27;
export const STATES = ["stress", "cortisol", "tension", "inflammation", "sensitivity"];

/** Python's places, without the strips for its title and its panel; wide enough for most screens. */
export const WIDE = {
  box: [0, 120, 1195, 760], middle: [615, 545], bend: [0.06, 0.21, 440], deepest: 98,
  places: {
    load: [84, 196], stress: [212, 345], cortisol: [585, 330], tension: [1010, 335], m_rest: [1080, 190],
    inflammation: [655, 492], ischaemia: [928, 488], nociception: [840, 640], damage: [600, 586],
    sensitivity: [560, 698], sleep_loss: [348, 572], pain: [1015, 774], felt_pain: [225, 774],
  },
};

/** The same neighbours in a tall shape, so that the words stay legible in a narrow column. */
export const TALL = {
  box: [0, 8, 760, 860], middle: [390, 470], bend: [0.05, 0.2, 330], deepest: 80,
  places: {
    load: [62, 62], stress: [118, 190], cortisol: [385, 212], tension: [640, 190], m_rest: [668, 52],
    inflammation: [330, 348], ischaemia: [620, 400], nociception: [530, 560], damage: [345, 472],
    sensitivity: [310, 640], sleep_loss: [150, 490], pain: [640, 800], felt_pain: [120, 800],
  },
};

const STEPS = 240;
const MARGIN = 8;

const dist = (a, b) => Math.hypot(a[0] - b[0], a[1] - b[1]);

/** Width and height that a node takes, by its words. */
export function extent(node, words) {
  if (STATES.includes(node)) return [0.655 * TYPE * words.length + 36, 54];
  return [0.62 * TYPE * words.length + 4, 34];
}

/** The bent line of an arrow: the corner of its quadratic curve, and the curve as points between the nodes' edges. */
export function way(layout, from, to, sizes) {
  const { places, middle: centre, bend: [least, most, reach], deepest } = layout;
  const [a, b] = [places[from], places[to]];
  const across = [a[1] - b[1], b[0] - a[0]];
  const middle = [0.5 * (a[0] + b[0]), 0.5 * (a[1] + b[1])];
  const outwards = (middle[0] - centre[0]) * across[0] + (middle[1] - centre[1]) * across[1];
  const far = Math.min(1, dist(a, centre) / reach, dist(b, centre) / reach);
  const depth = Math.min(least + (most - least) * far * far, deepest / dist(a, b));
  const bend = Math.sign(outwards || 1) * 2 * depth;
  const peak = [middle[0] + bend * across[0], middle[1] + bend * across[1]];
  const points = [];
  for (let i = 0; i <= STEPS; i += 1) {
    const p = between(i / STEPS, a, peak, b);
    if (!covers(a, sizes[from], p, 4) && !covers(b, sizes[to], p, 8)) points.push(p);
  }
  return points;
}

function between(t, a, peak, b) {
  const [u, v, w] = [(1 - t) ** 2, 2 * t * (1 - t), t * t];
  return [u * a[0] + v * peak[0] + w * b[0], u * a[1] + v * peak[1] + w * b[1]];
}

function covers([x, y], [w, h], p, margin) {
  return Math.abs(p[0] - x) < w / 2 + margin && Math.abs(p[1] - y) < h / 2 + margin;
}

/** A place beside an arrow's head that is free enough, or else the freest. */
export function signPlaces(layout, ways, sizes) {
  const taken = Object.entries(layout.places).flatMap(([node, at]) => block(at, sizes[node]));
  const lines = Object.values(ways).flatMap((points) => points.filter((_, i) => i % 4 === 0));
  return Object.fromEntries(Object.entries(ways).map(([name, points]) => {
    const at = best(besideHead(points, 25), [...taken, ...lines], layout.box);
    taken.push(...block(at, [20, 20]));
    return [name, at];
  }));
}

function block(at, [w, h]) {
  const points = [];
  for (let x = -w / 2; x <= w / 2; x += 10) for (let y = -h / 2; y <= h / 2; y += 10) points.push([at[0] + x, at[1] + y]);
  return points;
}

function best(places, taken, [left, top, width, height]) {
  let [found, most] = [places[0], -Infinity];
  for (const place of places) {
    const edge = Math.min(place[0] - left, left + width - place[0], place[1] - top, top + height - place[1]) - MARGIN - 10;
    const room = Math.min(edge, ...taken.map((p) => dist(p, place) - 10));
    if (room > most + 1e-9) [found, most] = [place, room];
    if (room >= 11) break;
  }
  return found;
}

function besideHead(points, away) {
  const tip = points.at(-1);
  return [22, 32, 44, 14, 58, 74, 92].flatMap((back) => {
    let at = points.length - 1;
    while (at > 0 && dist(points[at], tip) < back) at -= 1;
    const [a, b] = [points[Math.max(0, at - 3)], points[Math.min(points.length - 1, at + 3)]];
    const size = dist(a, b) || 1;
    const [nx, ny] = [(a[1] - b[1]) / size, (b[0] - a[0]) / size];
    return [[points[at][0] + away * nx, points[at][1] + away * ny], [points[at][0] - away * nx, points[at][1] - away * ny]];
  });
}

/** The line and the head of an arrow as wide as it is now. */
export function drawn(points, width) {
  const length = 14 + 1.2 * width;
  const half = 6.5 + 0.8 * width;
  const tip = points.at(-1);
  let end = points.length - 1;
  while (end > 1 && dist(points[end], tip) < length) end -= 1;
  const [x, y] = points[end];
  const size = dist([x, y], tip) || 1;
  const [dx, dy] = [((tip[0] - x) / size) * half, ((tip[1] - y) / size) * half];
  const path = points.slice(0, end + 1).filter((_, i) => i % 8 === 0 || i === end);
  return {
    line: path.map((p, i) => `${i ? "L" : "M"}${p[0].toFixed(1)} ${p[1].toFixed(1)}`).join(""),
    head: [[x - dy, y + dx], tip, [x + dy, y - dx]].map((p) => p.map((v) => v.toFixed(1)).join(",")).join(" "),
  };
}
