// The explorer's core: pure functions, no DOM. A scenario is the plain form of Python's Scenario.to_dict() and is
// never changed in place. Nothing here throws at what a person, a file or a link may hold.
//
//   defaultScenario() -> plain
//   check(plain) -> {ok: true, scenario} | {ok: false, error: {code, text}}
//   solve(plain, grid?) -> {ok: true, days, stress, ..., felt_pain, effects, load} | {ok: false, error}
//   numbers(plain, effects?) -> k, the parameters by name (pain is 0-1 inside them)
//   returnMap(k, qs) -> Float64Array, pain out for pain in, both 0-1
//   rests(k) -> [{q, pain, felt_pain, stable, state}]: q 0-1, pain and felt_pain 0-10, state of five numbers
//   calm(k), painful(k) -> state or null
//   tipping(k, name, low, high) -> {branches: [{stable, xs, felt_pain}], folds: [{x, felt_pain}]}
//   gains(k, state) -> {arrows: [{from, to, parameter, gain}], loops: [{name, nodes, gain, share}], total}
//   summary(result, plain) -> {peak, peakDay, mean, last, daysAbove, recoveryDay, ending}
//   encode(plain) -> Promise of a word "sp1...", decode(word) -> Promise of {ok, scenario} or {ok: false, error}
//   toPython(plain), toToml(plain) -> text

const later = () => ({ ok: false, error: { code: "later", text: "not written yet" } });
export const defaultScenario = () => ({ person: {}, load: 0.3, damage: 0, plan: [], days: 365, start: "calm" });
export const check = (plain) => ({ ok: true, scenario: plain });
export const solve = later;
export const numbers = () => ({});
export const returnMap = (k, qs) => Float64Array.from(qs);
export const rests = () => [];
export const calm = () => null;
export const painful = () => null;
export const tipping = () => ({ branches: [], folds: [] });
export const gains = () => ({ arrows: [], loops: [], total: 0 });
export const summary = () => ({});
export const encode = async () => "sp1.";
export const decode = async () => later();
export const toPython = () => "";
export const toToml = () => "";
