// The atlas with a script. The list beside it is the primary control; this follows it. Where the
// browser has no WebGL2 the map drawn by the server stays.

import { Map as Atlas, setWorkerUrl } from "maplibre-gl";
import { STEPS, colours, picture } from "./marks.js";
import { arc, shapes } from "./world.js";

const MOST_TILES = 24;
const DEEPEST = 15;
const frame = document.getElementById("atlas-map");
const told = document.getElementById("atlas-data");
const data = told ? JSON.parse(told.textContent) : null;

function element(tag, text, className = "") {
  const made = document.createElement(tag);
  made.textContent = text;
  made.className = className;
  return made;
}

function collection(features) {
  return { type: "FeatureCollection", features };
}

function style(ink) {
  const radius = ["interpolate", ["linear"], ["log10", ["get", "count"]], 0, 0.3, 1, 0.55, 6, 1.05];
  return {
    version: 8,
    sources: {
      world: { type: "geojson", data: collection([]) },
      arcs: { type: "geojson", data: collection([]) },
      marks: { type: "geojson", data: collection([]) },
    },
    layers: [
      { id: "sea", type: "background", paint: { "background-color": ink.sea } },
      { id: "land", type: "fill", source: "world", paint: { "fill-color": ink.land } },
      { id: "border", type: "line", source: "world", paint: { "line-color": ink.border, "line-width": 0.7 } },
      { id: "arcs", type: "line", source: "arcs", filter: ["get", "known"], layout: { "line-cap": "round" },
        paint: { "line-color": ink.labour, "line-opacity": 0.55, "line-width": ["get", "width"] } },
      { id: "arcs-unknown", type: "line", source: "arcs", filter: ["!", ["get", "known"]],
        paint: { "line-color": ink.labour, "line-opacity": 0.7, "line-width": 1.8, "line-dasharray": [1, 3] } },
      { id: "marks", type: "symbol", source: "marks",
        layout: {
          "icon-image": ["get", "step"], "icon-size": radius, "icon-allow-overlap": true,
          "text-field": ["get", "label"], "text-font": [getComputedStyle(document.body).fontFamily.split(",").slice(-3)[0].replaceAll('"', "").trim() || "sans-serif"],
          "text-size": 12, "text-allow-overlap": true, "symbol-sort-key": ["get", "count"],
          "text-offset": ["match", ["get", "step"], "high", ["literal", [0, 0.3]], ["literal", [0, 0]]],
        },
        paint: { "text-color": ["match", ["get", "step"], "unknown", ink.ink, ink.paper] } },
    ],
  };
}

const short = (n) => (n < 2 ? "" : n < 1000 ? `${n}` : n < 10000 ? `${(n / 1000).toFixed(1)}k` : `${Math.floor(n / 1000)}k`);

function asFeature([lng, lat, count, grave, step, ref, name]) {
  return {
    type: "Feature",
    geometry: { type: "Point", coordinates: [lng, lat] },
    properties: { count, grave, step: STEPS[step], label: short(count), ref, name },
  };
}

function covering(map) {
  const z = Math.max(0, Math.min(DEEPEST, Math.floor(map.getZoom())));
  const side = 2 ** z;
  const bounds = map.getBounds();
  const column = (lng) => Math.min(side - 1, Math.max(0, Math.floor(((lng + 180) / 360) * side)));
  const line = (lat) => {
    const y = (Math.max(-85, Math.min(85, lat)) * Math.PI) / 180;
    return Math.min(side - 1, Math.max(0, Math.floor(((1 - Math.asinh(Math.tan(y)) / Math.PI) / 2) * side)));
  };
  const tiles = [];
  for (let x = column(bounds.getWest()); x <= column(bounds.getEast()); x++)
    for (let y = line(bounds.getNorth()); y <= line(bounds.getSouth()); y++) tiles.push(`${z}/${x}/${y}`);
  return tiles.slice(0, MOST_TILES);
}

function live(map) {
  const asked = new Map();
  const tile = (key) => {
    if (!asked.has(key))
      asked.set(key, fetch(`${data.tiles}${key}?${data.query}`, { credentials: "same-origin" })
        .then((r) => (r.ok ? r.json() : { marks: [] })).catch(() => { asked.delete(key); return { marks: [] }; }));
    return asked.get(key);
  };
  let turn = 0;
  const draw = async () => {
    const mine = ++turn;
    const parts = await Promise.all(covering(map).map(tile));
    if (mine === turn) map.getSource("marks").setData(collection(parts.flatMap((p) => p.marks).map(asFeature)));
  };
  map.on("moveend", draw);
  return draw();
}

function pop(map) {
  const box = element("div", "", "pop");
  box.hidden = true;
  box.setAttribute("role", "status");
  frame.append(box);
  map.on("click", "marks", async ({ features: [one] }) => {
    const { count, ref, name, step } = one.properties;
    if (count > 1) {
      map.easeTo({ center: one.geometry.coordinates, zoom: Math.min(map.getZoom() + 2.2, 15) });
      return;
    }
    const link = element("a", name);
    const answer = await fetch(`${data.page}places/${ref}/`, { credentials: "same-origin" }).then((r) => (r.ok ? r.json() : {}));
    if (answer.href) link.href = answer.href;
    const head = element("h3", "");
    head.append(link);
    const close = element("button", "×");
    close.type = "button";
    close.setAttribute("aria-label", data.words.close);
    close.addEventListener("click", () => { box.hidden = true; });
    box.replaceChildren(head, element("p", data.words[step]), close);
    box.hidden = false;
  });
  map.on("mouseenter", "marks", () => { map.getCanvas().style.cursor = "pointer"; });
  map.on("mouseleave", "marks", () => { map.getCanvas().style.cursor = ""; });
}

function buttons(map) {
  const bar = element("div", "", "zoom");
  for (const [sign, words, by] of [["+", data.words.near, 1], ["−", data.words.far, -1]]) {
    const one = element("button", sign);
    one.type = "button";
    one.setAttribute("aria-label", words);
    one.addEventListener("click", () => map.easeTo({ zoom: map.getZoom() + by }));
    bar.append(one);
  }
  const here = element("button", data.words.list, "here");
  here.type = "button";
  here.addEventListener("click", () => {
    const b = map.getBounds();
    const fair = (v, most) => Math.max(-most, Math.min(most, v)).toFixed(3);
    const query = new URLSearchParams(data.query);
    query.set("box", [fair(b.getWest(), 180), fair(b.getSouth(), 85), fair(b.getEast(), 180), fair(b.getNorth(), 85)].join(","));
    location.assign(`${data.page}?${query}`);
  });
  frame.append(bar, here);
}

function bounds(marks) {
  const ends = data.arcs.flatMap(([a, b, c, d]) => [[a, b], [c, d]]);
  const points = [...marks.map(([lng, lat]) => [lng, lat]), ...ends];
  if (!points.length) return [[-30, -45], [150, 65]];
  const xs = points.map((p) => p[0]), ys = points.map((p) => p[1]);
  return [[Math.min(...xs) - 2, Math.max(-80, Math.min(...ys) - 2)], [Math.max(...xs) + 2, Math.min(80, Math.max(...ys) + 2)]];
}

async function start() {
  setWorkerUrl(new URL(data.worker, location.href).href);
  const canvas = element("div", "", "canvas");
  frame.append(canvas);
  frame.classList.add("alive");
  let map;
  const ask = fetch(`${data.tiles}0/0/0?${data.query}`, { credentials: "same-origin" }).then((r) => r.json());
  const ask_world = fetch(data.world).then((r) => r.json());
  try {
    const [first] = await Promise.all([ask, document.fonts.ready]);
    const where = data.box ? [[data.box[0], data.box[1]], [data.box[2], data.box[3]]] : bounds(first.marks);
    map = new Atlas({
      container: canvas, style: style(colours()), attributionControl: false, renderWorldCopies: false,
      bounds: where, fitBoundsOptions: { padding: 24, maxZoom: 9 }, maxZoom: 16, dragRotate: false, pitchWithRotate: false,
    });
  } catch (fault) {
    console.warn("The map needs WebGL2; the drawn map stays.", fault?.message);
    canvas.remove();
    frame.classList.remove("alive");
    return;
  }
  map.touchZoomRotate.disableRotation();
  map.on("load", async () => {
    const ink = colours();
    for (const step of STEPS) map.addImage(step, picture(step, ink), { pixelRatio: 1 });
    const most = Math.max(1, ...data.arcs.map((a) => a[4] ?? 0));
    map.getSource("arcs").setData(collection(data.arcs.map(([a, b, c, d, people]) => ({
      type: "Feature", geometry: { type: "LineString", coordinates: arc(a, b, c, d) },
      properties: { known: people !== null, width: 1.6 + (6.4 * (people ?? 0)) / most },
    }))));
    await live(map);
    pop(map);
    buttons(map);
    map.getSource("world").setData(shapes(await ask_world));
    frame.dataset.ready = "yes";
  });
  const dark = matchMedia("(prefers-color-scheme: dark)");
  dark.addEventListener("change", () => location.reload());
}

if (frame && data) start();
