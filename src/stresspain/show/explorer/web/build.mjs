// Bundles the explorer into dist/explorer.js, one ES module that serves the page and the notebook.
//
//     npm install && node build.mjs
//
// The module exports `mount` (main.js), `core` (the model, no DOM) and, as anywidget wants it, a default with
// `render`. `import strings from "#strings"` gives every file of src/strings/, {language: {key: text}}: a new
// language is one file there and nothing else. The same sources give the same bytes; CI compares.

import { mkdirSync, readFileSync, readdirSync, writeFileSync } from "node:fs";
import { dirname, join } from "node:path";
import { fileURLToPath } from "node:url";
import { build } from "esbuild";

const HERE = dirname(fileURLToPath(import.meta.url));
const LIMIT = 200_000;
const HEAD = "/* The explorer of stresspain: illustrative, not clinical. Licences: LICENCES.txt */";

/** Gathers src/strings/*.json into one module. */
const strings = {
  name: "strings",
  setup(builder) {
    builder.onResolve({ filter: /^#strings$/ }, () => ({ path: "strings", namespace: "strings" }));
    builder.onLoad({ filter: /.*/, namespace: "strings" }, () => {
      const folder = join(HERE, "src", "strings");
      const files = readdirSync(folder).filter((name) => name.endsWith(".json")).sort();
      const entries = files.map((name) => [name.slice(0, -5), JSON.parse(readFileSync(join(folder, name), "utf8"))]);
      return { contents: JSON.stringify(Object.fromEntries(entries)), loader: "json", watchFiles: files };
    });
  },
};

/** Writes the licences of what is bundled, as their files give them. */
function licences() {
  const wanted = JSON.parse(readFileSync(join(HERE, "package.json"), "utf8")).dependencies;
  const parts = Object.keys(wanted).sort().map((name) => {
    const folder = join(HERE, "node_modules", name);
    const told = JSON.parse(readFileSync(join(folder, "package.json"), "utf8"));
    const text = readFileSync(join(folder, "LICENSE"), "utf8").replaceAll("\r\n", "\n").trim();
    return `${name} ${told.version} (${told.license})\n\n${text}\n`;
  });
  return `The explorer (illustrative, not clinical) holds code of these packages:\n\n${parts.join("\n\n")}`;
}

/** What an inlined script must not hold: it would end the script early, or hide its end. */
function check(text) {
  for (const bad of ["</script", "<script", "<!--", "\r", "\0"]) {
    if (text.toLowerCase().includes(bad)) throw new Error(`the bundle holds ${JSON.stringify(bad)}`);
  }
  if (Buffer.byteLength(text) > LIMIT) throw new Error(`the bundle has ${Buffer.byteLength(text)} bytes, over ${LIMIT}`);
}

const made = await build({
  absWorkingDir: HERE,
  entryPoints: ["src/main.js"],
  outfile: "dist/explorer.js",
  bundle: true,
  minify: true,
  write: false,
  format: "esm",
  target: "es2022",
  charset: "utf8",
  legalComments: "none",
  banner: { js: HEAD },
  logLevel: "warning",
  plugins: [strings],
});
const text = made.outputFiles[0].text;
check(text);
mkdirSync(join(HERE, "dist"), { recursive: true });
writeFileSync(join(HERE, "dist", "explorer.js"), text);
writeFileSync(join(HERE, "dist", "LICENCES.txt"), licences());
console.log(`dist/explorer.js: ${Buffer.byteLength(text)} bytes`);
