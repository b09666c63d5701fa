// The state of the page, in one place. A scenario is never changed, only replaced; so undo is a list.

/** Nothing is being guessed. */
export const NO_GUESS = { on: false, choice: null, revealed: false };

const LONGEST_PAST = 200;

/** Changes of the same control closer together than this are one step of undo, ms. */
const ONE_GESTURE = 700;

/**
 * @param {object} first what the state begins with; `scenario` is needed
 * @param {{now?: () => number}} [given] a clock, for tests
 */
export function createStore(first, { now = () => performance.now() } = {}) {
  let state = { past: [], future: [], preset: null, story: null, ...first };
  let gesture = { key: null, at: -Infinity };
  const listeners = new Set();
  /** What one step of undo brings back. */
  const here = () => ({ scenario: state.scenario, preset: state.preset, story: state.story });

  const replace = (more, what) => {
    const before = state;
    state = { ...state, ...more };
    for (const call of listeners) call(state, what, before);
  };

  return {
    get state() {
      return state;
    },
    listen(call) {
      listeners.add(call);
      return () => listeners.delete(call);
    },
    /** Changes anything but the scenario. */
    set(more, what = "other") {
      replace(more, what);
    },
    /**
     * Shows another scenario. Steps with the same key in quick succession can be undone as one.
     * @param {object} scenario
     * @param {{key?: string|null, more?: object}} [given]
     */
    propose(scenario, { key = null, more = {} } = {}) {
      const time = now();
      const goesOn = key !== null && key === gesture.key && time - gesture.at < ONE_GESTURE;
      gesture = { key, at: time };
      if (scenario === state.scenario) return;
      const past = goesOn ? state.past : [...state.past, here()].slice(-LONGEST_PAST);
      replace({ past, future: [], scenario, ...more }, goesOn ? "scenario-on" : "scenario");
    },
    undo() {
      if (!state.past.length) return false;
      gesture = { key: null, at: -Infinity };
      replace({ past: state.past.slice(0, -1), future: [here(), ...state.future], ...state.past.at(-1) }, "scenario");
      return true;
    },
    redo() {
      if (!state.future.length) return false;
      gesture = { key: null, at: -Infinity };
      const [next, ...future] = state.future;
      replace({ past: [...state.past, here()], future, ...next }, "scenario");
      return true;
    },
  };
}
