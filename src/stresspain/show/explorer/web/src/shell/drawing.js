// The pain curve as a picture file: drawn once as SVG, which a PNG is made of. It carries its words and its record.

import { s } from "./dom.js";
import { recordOf } from "./record.js";

const WIDE = 960;
const HIGH = 520;
const BOX = { left: 64, right: 776, top: 70, bottom: 440 };
const INK = { now: "#000000", A: "#0072B2", B: "#B34700", ghost: "#8a8f94", rule: "#d9d9d9", soft: "#595959" };
const DASH = { A: "10 4", B: "4 3", ghost: "2 4" };

/** A longer title than fits in its full size is written smaller: its size times its letters is at most this. */
const LONGEST = 1300;

const x = (day, last) => BOX.left + ((BOX.right - BOX.left) * day) / last;
const y = (pain) => BOX.bottom - ((BOX.bottom - BOX.top) * pain) / 10;

function words(text, at, more = {}) {
  return s("text", { x: at[0], y: at[1], "font-family": "system-ui, Segoe UI, sans-serif", "font-size": 15, fill: INK.now, ...more }, text);
}

/** Round days to write below the axis. */
function ticks(last) {
  const step = [1, 2, 5, 7, 10, 14, 28, 30, 60, 90, 180, 365, 730, 1825, 3650].find((size) => last / size <= 8) ?? 7300;
  return Array.from({ length: Math.floor(last / step) + 1 }, (_, i) => i * step);
}

function frameOf(last, speak) {
  const parts = [];
  for (const level of [0, 2, 4, 6, 8, 10]) {
    parts.push(s("line", { x1: BOX.left, x2: BOX.right, y1: y(level), y2: y(level), stroke: INK.rule }));
    parts.push(words(speak.number(level), [BOX.left - 10, y(level) + 5], { "text-anchor": "end" }));
  }
  for (const day of ticks(last)) parts.push(words(speak.number(day), [x(day, last), BOX.bottom + 24], { "text-anchor": "middle" }));
  parts.push(words(speak.t("picture.days"), [(BOX.left + BOX.right) / 2, BOX.bottom + 50], { "text-anchor": "middle" }));
  parts.push(words(speak.t("picture.pain"), [BOX.left, BOX.top - 14]));
  return parts;
}

function curve(result, last, name) {
  const points = Array.from(result.days, (day, i) => `${x(day, last).toFixed(1)},${y(result.felt_pain[i]).toFixed(1)}`);
  const dash = DASH[name] ? { "stroke-dasharray": DASH[name] } : {};
  return s("polyline", {
    points: points.join(" "), fill: "none", stroke: INK[name], "stroke-width": name === "now" ? 3 : 2.2, "stroke-linejoin": "round", ...dash,
  });
}

/** Names at the right ends, moved apart where they would touch. */
function names(lines, last, speak) {
  const ends = lines.map(([name, result]) => ({ name, at: y(result.felt_pain.at(-1)), day: x(result.days.at(-1), last) }))
    .sort((a, b) => a.at - b.at);
  let lowest = -Infinity;
  return ends.map(({ name, at, day }) => {
    lowest = Math.max(at, lowest + 19);
    return words(speak.t(`picture.${name}`), [Math.max(day, BOX.right) + 10, lowest + 5], { fill: INK[name], "font-weight": name === "now" ? 600 : 400 });
  });
}

/** Draws what is on screen: this run, what was kept as A and B. */
function drawn({ frame, speak, title, says, version }) {
  const kept = ["A", "B"].filter((name) => frame.frozen[name]).map((name) => [name, frame.frozen[name].result]);
  const lines = [...kept, ["now", frame.result]];
  const last = Math.max(...lines.map(([, result]) => result.days.at(-1)));
  return s("svg", {
    xmlns: "http://www.w3.org/2000/svg", viewBox: `0 0 ${WIDE} ${HIGH}`, width: WIDE, height: HIGH, role: "img", "aria-label": says,
  },
  s("title", {}, title), s("desc", {}, says),
  s("rect", { width: WIDE, height: HIGH, fill: "#ffffff" }),
  words(title, [BOX.left, 30], { "font-size": Math.min(20, LONGEST / title.length), "font-weight": 600 }),
  ...frameOf(last, speak), ...lines.map(([name, result]) => curve(result, last, name)), ...names(lines, last, speak),
  words(`${speak.t("banner")} · stresspain ${version}`, [BOX.right + 150, HIGH - 16], { "text-anchor": "end", "font-size": 13, "font-style": "italic", fill: INK.soft }));
}

/** Returns the picture as the text of an SVG file. */
export function svgText(now) {
  const text = new XMLSerializer().serializeToString(drawn(now));
  const record = recordOf(now).replace(/&/g, "&amp;").replace(/</g, "&lt;").replace(/>/g, "&gt;");
  const end = text.lastIndexOf("</svg>");
  return `${text.slice(0, end)}<metadata id="stresspain">${record}</metadata></svg>\n`;
}

/** Returns the picture as the bytes of a PNG file. */
export async function png(now) {
  const address = URL.createObjectURL(new Blob([svgText(now)], { type: "image/svg+xml" }));
  try {
    const image = new Image();
    image.src = address;
    await image.decode();
    const canvas = Object.assign(document.createElement("canvas"), { width: 2 * WIDE, height: 2 * HIGH });
    const pen = canvas.getContext("2d");
    pen.scale(2, 2);
    pen.drawImage(image, 0, 0);
    const blob = await new Promise((done) => canvas.toBlob(done, "image/png"));
    return withText(new Uint8Array(await blob.arrayBuffer()), "stresspain", recordOf(now));
  } finally {
    URL.revokeObjectURL(address);
  }
}

const CRC = Array.from({ length: 256 }, (_, n) => {
  let c = n;
  for (let k = 0; k < 8; k += 1) c = c & 1 ? 0xedb88320 ^ (c >>> 1) : c >>> 1;
  return c >>> 0;
});

function crc(bytes) {
  let c = 0xffffffff;
  for (const byte of bytes) c = CRC[(c ^ byte) & 0xff] ^ (c >>> 8);
  return (c ^ 0xffffffff) >>> 0;
}

/** Puts a text into a PNG, right after its head (a tEXt chunk; the text must be ASCII). */
function withText(bytes, key, text) {
  const body = new TextEncoder().encode(`tEXt${key}\0${text}`);
  const chunk = new Uint8Array(body.length + 8);
  const view = new DataView(chunk.buffer);
  view.setUint32(0, body.length - 4);
  chunk.set(body, 4);
  view.setUint32(body.length + 4, crc(body));
  const head = 33; // eight bytes of signature, twenty-five of IHDR
  const whole = new Uint8Array(bytes.length + chunk.length);
  whole.set(bytes.subarray(0, head));
  whole.set(chunk, head);
  whole.set(bytes.subarray(head), head + chunk.length);
  return whole;
}
