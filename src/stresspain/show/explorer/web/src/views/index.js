// Every view: `name(host, api) -> {update(frame), destroy()}`.
// `api` is one object for all views of an explorer: {t(key, values), language, number(x, digits),
// setScenario(plain, {live}), setGuess(points), onLanguage?(act)}. A guess is [[day, felt pain 0-10], ...] in time.

export { curves } from "./curves.js";
export { timeline } from "./timeline.js";
export { cycle } from "./cycle.js";
export { cobweb } from "./cobweb.js";
export { tipping } from "./tipping.js";
export { table } from "./table.js";
export { sound } from "./sound.js";
