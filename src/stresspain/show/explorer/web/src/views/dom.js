// Small helpers that every view is made of. Text goes in as text, never as markup.

const SVG = "http://www.w3.org/2000/svg";
let counted = 0;

/** Set attributes; null or false removes one, true sets it empty. Writes only what changes. */
export function set(node, attributes) {
  for (const [name, value] of Object.entries(attributes)) {
    const text = value === true ? "" : String(value);
    if (value === null || value === undefined || value === false) node.removeAttribute(name);
    else if (node.getAttribute(name) !== text) node.setAttribute(name, text);
  }
  return node;
}

/** Make an HTML element of attributes and children (nodes or texts). */
export function html(tag, attributes = {}, ...children) {
  const node = set(document.createElement(tag), attributes);
  node.append(...children);
  return node;
}

/** Make an SVG element. */
export function svg(tag, attributes = {}, ...children) {
  const node = set(document.createElementNS(SVG, tag), attributes);
  node.append(...children);
  return node;
}

/** Make a button that does something. */
export function button(text, act, attributes = {}) {
  const made = html("button", { type: "button", ...attributes }, text);
  made.addEventListener("click", act);
  return made;
}

/** Write a text only if it is another one, so that screen readers are not told twice. */
export function say(node, text) {
  if (node.textContent !== text) node.textContent = text;
}

/** An id that no other element of the page has. */
export function id(stem) {
  counted += 1;
  return `sp-view-${stem}-${counted}`;
}

/** An SVG picture with a title and a description in words; `tell` changes them. */
export function picture(box, name, { interactive = false } = {}) {
  const title = svg("title", { id: id("title") });
  const description = svg("desc", { id: id("desc") });
  const root = svg("svg", {
    viewBox: box, class: `sp-svg sp-svg-${name}`, role: interactive ? "group" : "img",
    "aria-labelledby": title.id, "aria-describedby": description.id, preserveAspectRatio: "xMidYMid meet",
  }, title, description);
  const tell = (heading, words) => { say(title, heading); say(description, words); };
  return { root, tell };
}

/** Build a view, and build it again in another language; `build(host, api)` returns {update, destroy}. */
export function view(host, api, build) {
  let last = null;
  let made = build(host, api);
  const again = () => {
    made.destroy();
    host.replaceChildren();
    made = build(host, api);
    if (last) made.update(last);
  };
  const off = api.onLanguage ? api.onLanguage(again) : null;
  return {
    update(frame) { last = frame; made.update(frame); },
    destroy() { if (typeof off === "function") off(); made.destroy(); host.replaceChildren(); },
  };
}

/** At most one call of `act` per animation frame, with the newest argument. */
export function oncePerFrame(act) {
  let asked = 0;
  let newest;
  const run = (value) => {
    newest = value;
    if (!asked) asked = requestAnimationFrame(() => { asked = 0; act(newest); });
  };
  run.cancel = () => { cancelAnimationFrame(asked); asked = 0; };
  return run;
}
