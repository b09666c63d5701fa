// The explorer's front door: what the page and the notebook import. Illustrative, not clinical.

import * as core from "./core/index.js";
import { mount } from "./shell/index.js";

export { core, mount };
export { default } from "./widget.js";

// Where the explorer is a page of its own, the data that the page was made with stand beside this script.
const root = globalThis.document?.getElementById("stresspain-explorer");
if (root) mount(root, { ...JSON.parse(document.getElementById("stresspain-given").textContent), home: "page" });
