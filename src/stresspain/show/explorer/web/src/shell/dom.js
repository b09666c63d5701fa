// Elements from plain values. Text is always text: nothing here reads markup.

/**
 * Makes an element.
 * @param {string} tag
 * @param {Record<string, any>} [given] `class`, `on` (listeners), `data`, properties and attributes by name
 * @param {...(Node|string|null|undefined|false|Array)} children
 */
export function h(tag, given = {}, ...children) {
  const node = document.createElement(tag);
  for (const [name, value] of Object.entries(given)) put(node, name, value);
  node.append(...children.flat(2).filter((child) => child !== null && child !== undefined && child !== false));
  return node;
}

function put(node, name, value) {
  if (value === undefined || value === null) return;
  if (name === "on") for (const [kind, call] of Object.entries(value)) node.addEventListener(kind, call);
  else if (name === "data") Object.assign(node.dataset, value);
  else if (name === "class") node.className = value;
  else if (name in node && !name.includes("-") && name !== "list") node[name] = value;
  else node.setAttribute(name, value);
}

const SVG = "http://www.w3.org/2000/svg";

/** Makes an SVG element. */
export function s(tag, given = {}, ...children) {
  const node = document.createElementNS(SVG, tag);
  for (const [name, value] of Object.entries(given)) node.setAttribute(name, value);
  node.append(...children);
  return node;
}

/** Writes a text only where it changed: untouched text nodes cost no layout and wake no screen reader. */
export function say(node, text) {
  if (node.textContent !== text) node.textContent = text;
}

/** Replaces what a node holds. */
export function fill(node, ...children) {
  node.replaceChildren(...children.flat().filter((child) => child !== null && child !== undefined && child !== false));
  return node;
}

let last = 0;

/** Returns an id that no other element of this page has. */
export function fresh(stem) {
  last += 1;
  return `sp-shell-${stem}-${last}`;
}

/** A button with a text. */
export function button(text, call, more = {}) {
  return h("button", { type: "button", class: "sp-button", ...more, on: { click: call } }, text);
}

const PATHS = {
  undo: "M8 5 3.5 9.5 8 14M4 9.5h8.5a5 5 0 0 1 0 10H9",
  redo: "M14 5l4.5 4.5L14 14M18 9.5H9.5a5 5 0 0 0 0 10H13",
  theme: "M11 3.5a7.5 7.5 0 1 0 7.5 9.6A6 6 0 0 1 11 3.5Z",
  projector: "M3.5 8V4.5H8M14 4.5h4.5V8M18.5 14v3.5H14M8 17.5H3.5V14",
  help: "M8.4 8.2a2.7 2.7 0 1 1 3.9 2.4c-.9.5-1.3 1-1.3 2v.5M11 16.4v.2M11 2.8a8.2 8.2 0 1 0 0 16.4 8.2 8.2 0 0 0 0-16.4Z",
  reset: "M5 5v4.5h4.5M5.3 9.3a6.5 6.5 0 1 1-.6 4.4",
  remove: "M6 6l10 10M16 6 6 16",
  dice: "M5 3.5h12A1.5 1.5 0 0 1 18.500 5v12a1.500 1.500 0 0 1-1.500 1.500H5A1.500 1.500 0 0 1 3.500 17V5A1.500 1.500 0 0 1 5 3.500ZM7.800 7.700v.1M14.200 7.700v.1M11 11v.1M7.800 14.200v.1M14.200 14.200v.1",
};

/** A line drawing that says nothing by itself: the control it sits in has words. */
export function icon(name) {
  return s(
    "svg",
    { viewBox: "0 0 22 22", class: "sp-icon", "aria-hidden": "true", focusable: "false" },
    s("path", { d: PATHS[name] }),
  );
}

/** A button that shows a drawing and has a name. */
export function iconButton(name, label, call, more = {}) {
  return h(
    "button",
    { type: "button", class: "sp-button sp-icon-button", title: label, "aria-label": label, ...more, on: { click: call } },
    icon(name),
  );
}
