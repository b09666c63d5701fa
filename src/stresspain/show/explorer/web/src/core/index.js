// The explorer's core: pure functions, no DOM. A scenario is the plain form of Python's Scenario.to_dict() and is
// never changed in place. Nothing here throws at what a person, a file or a link may hold.
//
//   defaultScenario() -> plain
//   check(plain) -> {ok: true, scenario} | {ok: false, error: {code, text}}
//   solve(plain, grid?) -> {ok: true, days, stress, ..., felt_pain, effects, load} | {ok: false, error}
//   numbers(plain, effects?, day?) -> k, the parameters by name
//   returnMap(k, qs) -> Float64Array, pain out for pain in, both 0-1
//   rests(k) -> [{q, pain, felt_pain, stable, state}]: q 0-1, pain and felt_pain 0-10, state of five numbers
//   calm(k), painful(k) -> state or null
//   tipping(k, name, low?, high?) -> {branches: [{stable, xs, felt_pain}], folds: [{x, felt_pain}]}
//   gains(k, state) -> {arrows: [{from, to, parameter, gain}], loops: [{name, nodes, gain, share}], total}
//   summary(result, plain) -> {peak, peakDay, mean, last, daysAbove, recoveryDay, ending}
//   encode(plain) -> Promise of a word "sp1...", decode(word) -> Promise of {ok, scenario} or {ok: false, error}
//   toPython(plain), toToml(plain) -> text; readToml(text) -> {ok: true, scenario} or {ok: false, error}

export { amountOf, check, defaultScenario } from "./check.js";
export { arrowsOf, gains } from "./gains.js";
export { lastNumbers, numbers, target } from "./numbers.js";
export { calm, painful, rests, returnMap } from "./rests.js";
export { decode, encode } from "./share.js";
export { daysOf, solve } from "./solve.js";
export { summary } from "./summary.js";
export { tipping } from "./tipping.js";
export { looksLikeToml, readToml } from "./toml.js";
export { toPython, toToml } from "./write.js";
