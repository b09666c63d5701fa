// The day that is looked at, shared by the views of one explorer: set over the curves, read by the others.

const stores = new WeakMap();

/** The day store of an explorer; views of one explorer are given the same `api`. */
export function dayOf(api) {
  if (!stores.has(api)) stores.set(api, make());
  return stores.get(api);
}

function make() {
  const listeners = new Set();
  let pinned = null;
  let hovered = null;
  const change = (act) => {
    const before = hovered ?? pinned;
    act();
    if ((hovered ?? pinned) !== before) listeners.forEach((tell) => tell());
  };
  return {
    /** The day looked at, or the run's last one. */
    of(result) {
      const last = result.days[result.days.length - 1];
      return Math.min(Math.max(hovered ?? pinned ?? last, result.days[0]), last);
    },
    /** Look at a day from now on; null is the last one, whichever that is. */
    pin(day) { change(() => { pinned = day; hovered = null; }); },
    /** Look at a day while the pointer is there; null when it leaves. */
    hover(day) { change(() => { hovered = day; }); },
    get pinned() { return pinned; },
    listen(tell) {
      listeners.add(tell);
      return () => listeners.delete(tell);
    },
  };
}

/** The index of the reported day nearest to a day (days rise). */
export function nearest(days, day) {
  let low = 0;
  let high = days.length - 1;
  while (high - low > 1) {
    const middle = (low + high) >> 1;
    if (days[middle] > day) high = middle; else low = middle;
  }
  return day - days[low] <= days[high] - day ? low : high;
}

/** Values on other days, straight lines between; null where they do not reach. */
export function onDays(days, values, wanted) {
  if (days === wanted || sameDays(days, wanted)) return values;
  const last = days.length - 1;
  let i = 0;
  return Array.from(wanted, (day) => {
    if (day < days[0] || day > days[last]) return null;
    while (i < last - 1 && days[i + 1] < day) i += 1;
    if (last === 0) return values[0];
    const share = (day - days[i]) / (days[i + 1] - days[i]);
    return values[i] + share * (values[i + 1] - values[i]);
  });
}

function sameDays(a, b) {
  if (a.length !== b.length) return false;
  for (let i = 0; i < a.length; i += 1) if (a[i] !== b[i]) return false;
  return true;
}

/** The level that holds on a day, of a number or of [day, level] steps. */
export function levelOn(steps, day) {
  if (!Array.isArray(steps)) return steps;
  let level = steps[0][1];
  for (const [from, value] of steps) if (from <= day) level = value;
  return level;
}
