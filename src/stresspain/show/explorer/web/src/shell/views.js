// The views, each in its place, and when each is drawn: the curves with every keypress, the others when there is time.

import * as all from "../views/index.js";
import { idly } from "./pacer.js";

/** A view that takes longer than this is not drawn in the frame of a keypress, ms. */
const CHEAP = 4;

/** One view that is made when it is first shown and drawn only while it is. */
function placed(name, host, api) {
  let made = null;
  let drawn = null;
  let cost = 0;
  return {
    name,
    get cheap() { return made !== null && cost < CHEAP; },
    get exists() { return typeof all[name] === "function"; },
    draw(frame) {
      if (drawn === frame || !this.exists) return;
      const began = performance.now();
      made ??= all[name](host, api);
      made.update(frame);
      drawn = frame;
      cost = performance.now() - began;
    },
    destroy() { made?.destroy(); },
  };
}

/**
 * @param {Record<string, HTMLElement>} hosts by view
 * @param {object} api what views may ask for
 * @param {() => {frame: object|null, shown: string[]}} now the newest frame, and which views are in sight
 */
export function viewBoard(hosts, api, now) {
  const board = Object.entries(hosts).map(([name, host]) => placed(name, host, api));
  const inSight = () => board.filter(({ name }) => now().shown.includes(name));
  const rest = idly(() => {
    const { frame } = now();
    if (frame) for (const one of inSight()) one.draw(frame);
  });
  return {
    /** Draws what must be right at once, and asks for the rest. */
    draw(frame) {
      for (const one of inSight()) if (one.name === "curves" || one.cheap) one.draw(frame);
      rest();
    },
    destroy() { for (const one of board) one.destroy(); },
  };
}
