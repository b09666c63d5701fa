// At most one piece of work for each animation frame; the newest values always win and nothing queues.

/**
 * Returns a function that asks for the work. The first request in a frame is met at once (a keypress is
 * answered without waiting for the next frame); later ones in the same frame are met together in the next.
 * @param {() => void} work reads the newest values by itself
 * @param {(call: () => void) => void} nextFrame
 */
export function pacer(work, nextFrame = (call) => requestAnimationFrame(call)) {
  let resting = true;
  let wanted = false;
  const run = () => {
    resting = false;
    wanted = false;
    nextFrame(() => {
      resting = true;
      if (wanted) run();
    });
    work();
  };
  return () => {
    if (resting) run();
    else wanted = true;
  };
}

/**
 * Returns a function that asks for work that may wait: it is done once things are quiet, with the newest values.
 * @param {() => void} work
 * @param {number} [wait] milliseconds without a new request
 */
export function whenQuiet(work, wait = 40) {
  let timer = 0;
  const ask = () => {
    clearTimeout(timer);
    timer = setTimeout(work, wait);
  };
  ask.cancel = () => clearTimeout(timer);
  return ask;
}

/** Asks for work in a quiet moment, once; the newest values are read when it comes. */
export function idly(work) {
  let asked = false;
  const run = () => {
    asked = false;
    work();
  };
  const later = globalThis.requestIdleCallback
    ? () => requestIdleCallback(run, { timeout: 200 })
    : () => setTimeout(run, 30);
  return () => {
    if (!asked) later();
    asked = true;
  };
}
