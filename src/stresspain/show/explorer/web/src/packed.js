// The bundle's outer shell: what build.mjs packed, unpacked and started. Illustrative, not clinical.

/** Returns the module's text from deflated bytes in base 64. */
async function unpacked(word) {
  const bytes = Uint8Array.from(atob(word), (letter) => letter.charCodeAt(0));
  const stream = new Blob([bytes]).stream().pipeThrough(new DecompressionStream("deflate"));
  return new Response(stream).text();
}

/** Starts it where the page's policy lets scripts run that it knows by their hash, and no others. */
function inPage(text) {
  document.head.append(Object.assign(document.createElement("script"), { type: "module", textContent: text }));
  return {};
}

/** Starts it where modules may be imported, as in a notebook. */
async function imported(text) {
  const address = URL.createObjectURL(new Blob([text], { type: "text/javascript" }));
  try {
    return await import(address);
  } finally {
    URL.revokeObjectURL(address);
  }
}

const start = document.getElementById("stresspain-explorer") ? inPage : imported;
const made = await start(await unpacked(PACKED));

export const { core, mount } = made;
export default made.default;
