// Bundles the scripts of single pages (islands) into the Python package: the map of the atlas, with
// MapLibre, its worker and the shapes of countries. Named by content; a manifest tells the names.
// Pages work without them: then the map drawn by the server stays. Needs no network.

import { createHash } from "node:crypto";
import { existsSync, mkdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { dirname, join } from "node:path";
import { fileURLToPath } from "node:url";

const here = dirname(fileURLToPath(import.meta.url));
const modules = join(here, "node_modules");
const out = join(here, "..", "src", "crest", "ui", "static", "ui", "islands");

export async function islands(worldFile) {
  rmSync(out, { recursive: true, force: true });
  if (!existsSync(join(modules, "maplibre-gl")) || !existsSync(join(modules, "esbuild"))) {
    console.log("The map with a script was not built: maplibre-gl or esbuild is missing.");
    return;
  }
  const { build } = await import("esbuild");
  mkdirSync(out, { recursive: true });
  const names = {};
  const keep = (name, bytes) => {
    const digest = createHash("sha256").update(bytes).digest("hex").slice(0, 10);
    const [stem, end] = [name.slice(0, name.lastIndexOf(".")), name.slice(name.lastIndexOf("."))];
    names[name] = `${stem}.${digest}${end}`;
    writeFileSync(join(out, names[name]), bytes);
  };
  const bundled = async (entry, name) => {
    const made = await build({
      entryPoints: [entry], bundle: true, minify: true, format: "esm", target: "es2022",
      write: false, legalComments: "inline", logLevel: "error", outfile: name,
    });
    keep(name, made.outputFiles[0].contents);
  };
  await bundled(join(here, "islands", "atlas", "atlas.js"), "atlas.js");
  await bundled(join(modules, "maplibre-gl", "dist", "maplibre-gl-worker.mjs"), "worker.js");
  await bundled(join(here, "islands", "atlas", "atlas.css"), "atlas.css");
  keep("world.json", readFileSync(worldFile));
  writeFileSync(join(out, "atlas.json"), JSON.stringify(names, null, 1) + "\n");
  const licence = join(modules, "maplibre-gl", "LICENSE.txt");
  if (existsSync(licence)) writeFileSync(join(out, "maplibre-gl.LICENCE.txt"), readFileSync(licence));
}
