// The explorer in a notebook, as anywidget wants it: `plain` is the scenario that page and kernel share.

import { mount } from "./shell/index.js";

const same = (one, other) => JSON.stringify(one) === JSON.stringify(other);

function render({ model, el }) {
  // JupyterLab takes arrow keys for itself unless the element that holds them says otherwise.
  el.dataset.lmSuppressShortcuts = "true";
  const app = mount(el.attachShadow({ mode: "open" }), {
    scenario: model.get("plain"),
    home: "widget",
    base: { version: model.get("version"), python: true },
    onChange: (plain) => later(plain),
  });

  // The kernel hears of a change after the picture has been drawn, and of the newest only.
  let newest = null;
  function later(plain) {
    if (newest === null) setTimeout(send);
    newest = plain;
  }
  function send() {
    const plain = newest;
    newest = null;
    if (plain === null || same(plain, model.get("plain"))) return;
    model.set("plain", plain);
    model.save_changes();
  }
  function follow() {
    if (newest === null && !same(model.get("plain"), app.getScenario())) app.setScenario(model.get("plain"));
  }
  const refuse = () => app.refuse(model.get("refused"));

  model.on("change:plain", follow);
  model.on("change:refused", refuse);
  return () => {
    model.off("change:plain", follow);
    model.off("change:refused", refuse);
    app.destroy();
  };
}

export default { render };
