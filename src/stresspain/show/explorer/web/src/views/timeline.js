// What is taken when: a bar for each course, moved and stretched with the pointer or the arrow keys.

import { inkOf } from "../shell/palette.js";
import { ticks } from "./axes.js";
import { button, html, say, set, view } from "./dom.js";
import { dayOf } from "./day.js";
import { handle } from "./handles.js";
import { MOST, joined, parted } from "./courses.js";

export function timeline(host, api) {
  return view(host, api, build);
}

/** The name of an intervention for people. */
export function nameOf(api, name) {
  const said = api.t(`intervention.${name}`);
  return said.startsWith("intervention.") ? name.replaceAll("_", " ") : said;
}

function build(host, api) {
  // `scenario` is the newest wish: two keys may be pressed before a frame is drawn.
  const now = { frame: null, scenario: null, rows: new Map(), dragging: false };
  const list = html("div", { class: "sp-tl-rows" });
  const status = html("p", { class: "sp-tl-status", role: "status" });
  const empty = html("p", { class: "sp-hint" }, api.t("view.timeline.empty"));
  const scale = html("div", { class: "sp-tl-scale", "aria-hidden": "true" });
  const mark = html("div", { class: "sp-tl-mark", hidden: true });
  const rows = html("div", { class: "sp-tl-body" }, list, scale, mark);
  host.append(html("div", { class: "sp-v sp-v-timeline" },
    html("h3", { class: "sp-view-title" }, api.t("view.timeline.title")),
    html("p", { class: "sp-hint" }, api.t("view.timeline.hint")), empty, rows, status));

  const tools = {
    api, now, status,
    of: (name) => now.scenario.plan.find((taken) => taken.name === name),
    last: () => now.frame.result.days.at(-1),
    /** Put other courses in place of an intervention's; says why where the wish was cut back. */
    change(name, { courses, why }, live) {
      say(status, why ? api.t(`view.timeline.why.${why}`) : "");
      if (JSON.stringify(courses) === JSON.stringify(tools.of(name).courses)) return;
      const plan = now.scenario.plan.map((taken) => (taken.name === name ? { ...taken, courses } : taken));
      now.scenario = { ...now.scenario, plan };
      api.setScenario(now.scenario, { live });
    },
  };
  const day = dayOf(api);
  const point = () => {
    const share = day.of(now.frame.result) / tools.last();
    mark.hidden = share >= 1 || !now.frame.scenario.plan.length;
    mark.style.left = `${100 * share}%`;
  };
  const off = day.listen(() => { if (now.frame) point(); });
  return {
    update(frame) {
      now.frame = frame;
      now.scenario = frame.scenario;
      empty.hidden = frame.scenario.plan.length > 0;
      rows.hidden = !empty.hidden;
      sync(list, frame, tools);
      drawScale(scale, tools.last(), api);
      point();
    },
    destroy() { off(); },
  };
}

/** One row for each intervention, in the plan's order; rows that stay keep their focus. */
function sync(list, { scenario }, tools) {
  const { rows } = tools.now;
  const names = scenario.plan.map((taken) => taken.name);
  for (const [name, row] of rows) if (!names.includes(name)) { row.node.remove(); rows.delete(name); }
  scenario.plan.forEach((taken, i) => {
    if (!rows.has(taken.name)) rows.set(taken.name, makeRow(taken.name, tools));
    const row = rows.get(taken.name);
    if (list.children[i] !== row.node) list.insertBefore(row.node, list.children[i] ?? null);
    row.update(taken);
  });
}

function drawScale(scale, last, api) {
  const key = `${last}`;
  if (scale.dataset.last === key) return;
  scale.dataset.last = key;
  scale.replaceChildren(...ticks(0, last, 6).map((day) => {
    const tick = html("span", { class: "sp-tl-tick" }, api.number(day, 1));
    tick.style.left = `${(100 * day) / last}%`;
    return tick;
  }));
}

// --- a row ----------------------------------------------------------------------------------------

function makeRow(name, tools) {
  const { api } = tools;
  const label = html("span", { class: "sp-tl-name" });
  const amount = html("span", { class: "sp-tl-amount" });
  const pause = button(api.t("view.timeline.break"), () => tools.change(name, parted(tools.of(name).courses, tools.last()), false),
    { class: "sp-mini" });
  const join = button(api.t("view.timeline.join"), () => {
    tools.change(name, joined(tools.of(name).courses), false);
    if (join.hidden) pause.focus();
  }, { class: "sp-mini" });
  const called = nameOf(api, name);
  set(pause, { "aria-label": `${called}: ${api.t("view.timeline.break")}` });
  set(join, { "aria-label": `${called}: ${api.t("view.timeline.join")}` });
  const track = html("div", { class: "sp-tl-track" });
  const node = html("div", { class: `sp-tl-row sp-hue-${inkOf(name)}`, role: "group", "aria-label": called },
    html("div", { class: "sp-tl-head" }, label, amount, html("span", { class: "sp-minis" }, pause, join)), track);
  say(label, called);
  const bars = [];
  return {
    node,
    update(now) {
      const wanted = now.courses.length > MOST ? 1 : now.courses.length;
      while (bars.length < wanted) bars.push(makeBar(track, bars.length, name, tools));
      while (bars.length > wanted) bars.pop().remove();
      say(amount, amountWords(api, now));
      join.hidden = now.courses.length < 2;
      pause.hidden = !now.courses.length || now.courses.length >= MOST;
      drawPieces(track, now, tools.last());
      bars.forEach((bar) => bar.update(now));
    },
  };
}

function amountWords(api, { courses, half_dose: half, reading }) {
  const amounts = [...new Set(courses.map((course) => course[2]))].slice(0, 4)
    .map((x) => (half === null ? api.number(x, 2) : api.t("view.timeline.dose", { dose: api.number(x, 0) })));
  const said = amounts.length ? amounts.join(" → ") : api.t("view.timeline.never");
  const read = reading ? api.t(`reading.${reading}`) : "";
  return read && !read.startsWith("reading.") ? `${said} · ${read}` : said;
}

/** Draw courses as plain pieces where there are too many for handles. */
function drawPieces(track, { courses }, last) {
  const many = courses.length > MOST ? courses : [];
  const pieces = track.querySelectorAll(".sp-tl-piece");
  pieces.forEach((piece, i) => { if (i >= many.length) piece.remove(); });
  const most = Math.max(...many.map((course) => course[2]), 1e-9);
  many.forEach(([start, stop, amount], i) => {
    const piece = pieces[i] ?? track.appendChild(html("div", { class: "sp-tl-piece" }));
    place(piece, start, stop ?? last, last);
    piece.style.height = `${30 + (70 * amount) / most}%`;
  });
}

function place(node, start, stop, last) {
  node.style.left = `${(100 * Math.min(start, last)) / last}%`;
  node.style.width = `${(100 * Math.max(0, Math.min(stop, last) - Math.min(start, last))) / last}%`;
}

// --- a bar and its three handles ------------------------------------------------------------------

/** A bar stands for one course, or for all of them where there are many. */
function makeBar(track, index, name, tools) {
  const { api } = tools;
  const text = html("span", { class: "sp-tl-text", "aria-hidden": "true" });
  const bar = html("div", { class: "sp-tl-bar" }, text);
  const made = ["move", "start", "stop"].map((part) => ({ part, node: handle(part, index, name, tools, track) }));
  const parts = Object.fromEntries(made.map(({ part, node }) => [part, node]));
  track.append(bar, parts.start, parts.move, parts.stop);
  return {
    update(taken) {
      const last = tools.last();
      const whole = taken.courses.length > MOST;
      const [start, stop, amount] = whole ? hull(taken.courses) : taken.courses[index];
      const most = Math.max(...taken.courses.map((course) => course[2]), 1e-9);
      const end = stop ?? last;
      place(bar, start, end, last);
      place(parts.move, start, end, last);
      bar.style.setProperty("--amount", `${30 + (70 * amount) / most}%`);
      set(bar, { "data-open": stop === null || stop > last, "data-many": whole, "data-out": start >= last });
      parts.start.style.left = `${(100 * Math.min(start, last)) / last}%`;
      parts.stop.style.left = `${(100 * Math.min(end, last)) / last}%`;
      const said = { start: api.number(start, 2), stop: stop === null ? "" : api.number(stop, 2), days: api.number(end - start, 1) };
      say(text, api.t(stop === null ? "view.timeline.span.open" : "view.timeline.span", said));
      tellHandles(parts, { start, stop, last, said, whole, index, count: taken.courses.length, name }, api);
    },
    remove() { bar.remove(); made.forEach(({ node }) => node.remove()); },
  };
}

const hull = (courses) => [courses[0][0], courses.at(-1)[1], Math.max(...courses.map((course) => course[2]))];

function tellHandles(parts, { start, stop, last, said, whole, index, count, name }, api) {
  const which = whole || count === 1 ? "" : ` ${index + 1}`;
  const values = { name: nameOf(api, name), which };
  const day = (x) => api.t("view.day", { day: x });
  const values2 = {
    move: [start, api.t(stop === null ? "view.timeline.span.open" : "view.timeline.span", said)],
    start: [start, day(said.start)],
    stop: [stop ?? last, stop === null ? api.t("view.timeline.open") : day(said.stop)],
  };
  for (const [part, [at, words]] of Object.entries(values2)) {
    set(parts[part], {
      "aria-label": api.t(`view.timeline.handle.${part}`, values), "aria-valuemin": 0,
      "aria-valuemax": Math.max(last, at), "aria-valuenow": at, "aria-valuetext": words,
    });
  }
}
