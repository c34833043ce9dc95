// Puts the fonts of the platform's pages into the Python package: one file per script and weight,
// named by its content so that a browser keeps it for ever, and a style sheet that lets a page
// load only the scripts that stand on it. Reads node_modules; needs no network.

import { createHash } from "node:crypto";
import { existsSync, mkdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { dirname, join } from "node:path";
import { fileURLToPath } from "node:url";

const here = dirname(fileURLToPath(import.meta.url));
const modules = join(here, "node_modules");
const out = join(here, "..", "src", "crest", "ui", "static", "ui", "fonts");
const WEIGHTS = [400, 700];

// A page uses one family name; the browser picks the file by the letters it meets.
export function platformFonts(scripts) {
  rmSync(out, { recursive: true, force: true });
  mkdirSync(out, { recursive: true });
  const rules = [];
  for (const [name, kept] of Object.entries(scripts)) {
    const short = name.split("/")[1];
    const ranges = JSON.parse(readFileSync(join(modules, name, "unicode.json"), "utf8"));
    for (const script of kept) {
      for (const weight of WEIGHTS) {
        const bytes = readFileSync(join(modules, name, "files", `${short}-${script}-${weight}-normal.woff2`));
        const digest = createHash("sha256").update(bytes).digest("hex").slice(0, 10);
        const file = `${script}-${weight}.${digest}.woff2`;
        writeFileSync(join(out, file), bytes);
        rules.push(
          `@font-face{font-family:"CREST Noto";font-style:normal;font-weight:${weight};` +
            `font-display:swap;src:url("${file}") format("woff2");unicode-range:${ranges[script]}}`,
        );
      }
    }
  }
  writeFileSync(join(out, "fonts.css"), rules.join("\n") + "\n");
  for (const name of Object.keys(scripts)) {
    const licence = join(modules, name, "LICENSE");
    if (existsSync(licence)) writeFileSync(join(out, `${name.split("/")[1]}.LICENCE.txt`), readFileSync(licence));
  }
}
