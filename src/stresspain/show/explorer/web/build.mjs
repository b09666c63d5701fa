// Bundles the explorer into dist/explorer.js, one ES module that serves the page and the notebook.
//
//     npm install && node build.mjs            (--sizes says what takes how much, --plain writes dist/plain.js too)
//
// The module exports `mount` and `core` (src/main.js) and, as anywidget wants it, a default with `render`.
// `import strings from "#strings"` gives every file of src/strings/, {language: {key: text}}: a new language is one
// file there and nothing else. What esbuild makes of all that is packed into src/packed.js, to less than half its size.
// The same sources give the same bytes on every machine; CI compares.

import { mkdirSync, readFileSync, readdirSync, writeFileSync } from "node:fs";
import { dirname, join } from "node:path";
import { fileURLToPath } from "node:url";
import { build, transform } from "esbuild";
import { zlibSync } from "fflate"; // not Node's zlib, whose bytes differ from machine to machine

const HERE = dirname(fileURLToPath(import.meta.url));
const LIMIT = 200_000;
const HEAD = "/* The explorer of stresspain: illustrative, not clinical. Licences: LICENCES.txt */";

const read = (...parts) => readFileSync(join(HERE, ...parts), "utf8");

/** Gathers src/strings/*.json into one module. */
const strings = {
  name: "strings",
  setup(builder) {
    builder.onResolve({ filter: /^#strings$/ }, ({ path }) => ({ path, namespace: "made" }));
    builder.onLoad({ filter: /^#strings$/, namespace: "made" }, () => {
      const files = readdirSync(join(HERE, "src", "strings")).filter((name) => name.endsWith(".json")).sort();
      const entries = files.map((name) => [name.slice(0, -5), JSON.parse(read("src", "strings", name))]);
      return { contents: JSON.stringify(Object.fromEntries(entries)), loader: "json" };
    });
  },
};

/** Takes the spaces out of the style sheets, which are texts to esbuild. */
const styles = {
  name: "styles",
  setup(builder) {
    builder.onLoad({ filter: /\/style\.js$/ }, async ({ path }) => {
      const sheets = await Promise.all(Object.entries(await import(path)).map(async ([name, sheet]) => {
        const { code } = await transform(sheet, { loader: "css", minify: true });
        return `export const ${name} = ${JSON.stringify(code.trim())};`;
      }));
      return { contents: sheets.join("\n"), loader: "js" };
    });
  },
};

const COMMON = {
  absWorkingDir: HERE, bundle: true, minify: true, write: false, metafile: true, format: "esm", target: "es2022",
  charset: "utf8", legalComments: "none", logLevel: "warning",
};

/** Writes the licences of what is bundled, as their files give them. */
function licences() {
  const parts = Object.keys(JSON.parse(read("package.json")).dependencies).sort().map((name) => {
    const { version, license } = JSON.parse(read("node_modules", name, "package.json"));
    const text = read("node_modules", name, "LICENSE").replaceAll("\r\n", "\n").trim();
    return `${name} ${version} (${license})\n\n${text}\n`;
  });
  return `The explorer (illustrative, not clinical) holds code of these packages:\n\n${parts.join("\n\n")}`;
}

/** What an inlined script must not hold: it would end the script early, or hide its end. */
function check(text) {
  for (const bad of ["</script", "<script", "<!--", "\r", "\0"]) {
    if (text.toLowerCase().includes(bad)) throw new Error(`the bundle holds ${JSON.stringify(bad)}`);
  }
}

function tellSizes({ outputs }) {
  const inputs = Object.entries(Object.values(outputs)[0].inputs).map(([name, { bytesInOutput }]) => [bytesInOutput, name]);
  for (const [bytes, name] of inputs.sort((a, b) => b[0] - a[0])) console.log(String(bytes).padStart(7), name);
}

const inner = await build({ ...COMMON, entryPoints: ["src/main.js"], outfile: "plain.js", plugins: [strings, styles] });
const plain = inner.outputFiles[0].text;
const word = Buffer.from(zlibSync(Buffer.from(plain), { level: 9, mem: 12 })).toString("base64");
const outer = await build({
  ...COMMON, entryPoints: ["src/packed.js"], outfile: "explorer.js", banner: { js: HEAD }, define: { PACKED: `"${word}"` },
});
const text = outer.outputFiles[0].text;
for (const one of [plain, text]) check(one);
if (Buffer.byteLength(text) > LIMIT) throw new Error(`the bundle has ${Buffer.byteLength(text)} bytes, over ${LIMIT}`);
mkdirSync(join(HERE, "dist"), { recursive: true });
writeFileSync(join(HERE, "dist", "explorer.js"), text);
writeFileSync(join(HERE, "dist", "LICENCES.txt"), licences());
if (process.argv.includes("--plain")) writeFileSync(join(HERE, "dist", "plain.js"), plain);
if (process.argv.includes("--sizes")) tellSizes(inner.metafile);
console.log(`dist/explorer.js: ${Buffer.byteLength(text)} bytes, unpacked ${Buffer.byteLength(plain)}`);
