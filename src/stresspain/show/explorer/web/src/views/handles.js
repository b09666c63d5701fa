// The handles of a bar: each a slider in days, for the pointer and for the arrow keys.

import { MOST, moved, started, stopped } from "./courses.js";
import { html, oncePerFrame } from "./dom.js";

const ACTS = { move: moved, start: started, stop: stopped };

/** A handle that moves a course, or one of its ends. */
export function handle(part, index, name, tools, track) {
  const node = html("div", {
    class: `sp-tl-handle sp-tl-${part}`, role: "slider", tabindex: 0, "data-lm-suppress-shortcuts": "true",
    "data-part": part, "data-course": index,
  });
  const courses = () => tools.of(name).courses;
  const act = (from, wish, live) => {
    const many = from.length > MOST;
    tools.change(name, ACTS[part](from, many ? null : index, wish, tools.last()), live);
  };
  const at = (from) => {
    const [start, stop] = from.length > MOST ? [from[0][0], from.at(-1)[1]] : from[index];
    return part === "stop" ? stop ?? tools.last() : start;
  };
  listenToKeys(node, { at, act, courses, last: tools.last, part });
  listenToDrag(node, { at, act, courses, last: tools.last, track });
  return node;
}

function listenToKeys(node, { at, act, courses, last, part }) {
  const steps = { ArrowLeft: -1, ArrowDown: -1, ArrowRight: 1, ArrowUp: 1, PageDown: -7, PageUp: 7 };
  node.addEventListener("keydown", (event) => {
    if (event.ctrlKey || event.metaKey || event.altKey) return;
    const step = steps[event.key] * (event.shiftKey ? 7 : 1);
    const wish = event.key === "Home" ? 0 : event.key === "End" ? (part === "stop" ? Infinity : last()) : at(courses()) + step;
    if (Number.isNaN(wish)) return;
    event.preventDefault();
    event.stopPropagation();
    act(courses(), wish, true);
  });
}

function listenToDrag(node, { at, act, courses, last, track }) {
  let drag = null;
  const move = oncePerFrame((x) => { if (drag) act(drag.from, drag.at + ((x - drag.x) / drag.width) * last(), true); });
  node.addEventListener("pointerdown", (event) => {
    if (event.button !== 0) return;
    event.preventDefault();
    node.focus();
    node.setPointerCapture(event.pointerId);
    const from = courses();
    drag = { x: event.clientX, from, at: at(from), width: track.getBoundingClientRect().width, moved: false };
  });
  node.addEventListener("pointermove", (event) => {
    if (!drag || (!drag.moved && Math.abs(event.clientX - drag.x) < 3)) return;
    drag.moved = true;
    move(event.clientX);
  });
  const end = (event) => {
    move.cancel();
    if (drag?.moved) act(drag.from, drag.at + ((event.clientX - drag.x) / drag.width) * last(), true);
    drag = null;
  };
  node.addEventListener("pointerup", end);
  node.addEventListener("pointercancel", () => { move.cancel(); drag = null; });
}

