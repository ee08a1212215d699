// How the map looks: observed things are solid, inferred ones dashed, hollow or hatched, in violet.
export const INK = {
  dark: { sea: "#0c1a2a", land: "#1c2c3e", coast: "#3c5570", text: "#b9c8d8", halo: "#0c1a2a", faint: "#6f859b", ship: "#5ed3e6", trail: "#2f8fa8", found: "#ffcf66", dark: "#ff9f43", unclear: "#d6b37a", unobserved: "#7f8fa1", inferred: "#c29bff", call: "#4fc38a", meet: "#ff7ab8", false: "#ff6b6b", place: "#e8eef5", select: "#ffffff", graticule: "#16293d", cover: "#4fa3d1" },
  light: { sea: "#dce8f0", land: "#f7f5ef", coast: "#a9b8c4", text: "#33475b", halo: "#f7f9fb", faint: "#6a7d8e", ship: "#00708a", trail: "#3d93a8", found: "#a85f00", dark: "#c25400", unclear: "#8f6a24", unobserved: "#75828f", inferred: "#6d3fc0", call: "#1c7d4d", meet: "#b8206f", false: "#c62828", place: "#1d2b38", select: "#000000", graticule: "#cfdde7", cover: "#2b7cab" },
};
INK.print = { ...INK.light, sea: "#ffffff", land: "#eeeeea", graticule: "#e6e6e6" };
const FONT = ["Inter", "Noto Sans KR", "sans-serif"];
const BOLD = ["Inter Bold", "Noto Sans KR", "sans-serif"];

const text = (ink, field, size, extra = {}, paint = {}) => ({
  type: "symbol",
  layout: { "text-field": field, "text-font": FONT, "text-size": size, ...extra },
  paint: { "text-color": ink.text, "text-halo-color": ink.halo, "text-halo-width": 1.4, ...paint },
});
const kind = (...names) => ["in", ["get", "kind"], ["literal", names]];

export const GROUPS = {
  coverage: ["coverage", "coverage-line"], density: ["density"], ships: ["trails", "ships", "ship-names"],
  events: ["gaps-dark", "gaps-unclear", "gaps-unobserved", "gap-ends", "possible", "possible-line", "meetings", "false", "other"],
  calls: ["calls", "call-count"], places: ["fences", "places", "place-names"],
};
export const CLICKED = ["ships", "meetings", "false", "other", "possible", "calls", "places", "gap-ends", "gaps-dark", "gaps-unclear", "gaps-unobserved"];

/** The addresses of the tiles of positions in a window of time, of one snapshot. */
export function tiles(theme, base, params, version) {
  const also = `${params}${params ? "&" : "?"}v=${version}`;
  return { ships: `${base}/tiles/ships/{z}/{x}/{y}.mvt${also}`, density: `${base}/tiles/density/{z}/{x}/{y}.png${also}&theme=${theme === "dark" ? "dark" : "light"}` };
}

/** The whole map with what is known already, since each change after it costs all tiles and frames once more. */
export function style(theme, base, wanted, given, hidden) {
  const ink = INK[theme];
  const empty = { type: "FeatureCollection", features: [] };
  return {
    version: 8,
    sources: {
      world: { type: "vector", url: `pmtiles://${base}/basemap/world.pmtiles` },
      region: { type: "vector", url: `pmtiles://${base}/basemap/northeast-asia.pmtiles` },
      countries: { type: "geojson", data: `${base}/basemap/countries.geojson` },
      graticule: { type: "geojson", data: graticule() },
      density: { type: "raster", tiles: [wanted.density], tileSize: 512, maxzoom: 8 },
      ships: { type: "vector", tiles: [wanted.ships], maxzoom: 14 },
      events: { type: "geojson", data: given.events || empty }, places: { type: "geojson", data: given.places || empty }, fences: { type: "geojson", data: given.fences || empty }, coverage: { type: "geojson", data: empty },
      track: { type: "geojson", data: empty }, bridges: { type: "geojson", data: empty }, reach: { type: "geojson", data: empty }, chosen: { type: "geojson", data: empty }, pointed: { type: "geojson", data: empty },
    },
    layers: [
      { id: "sea", type: "background", paint: { "background-color": ink.sea } },
      { id: "graticule", type: "line", source: "graticule", paint: { "line-color": ink.graticule, "line-width": 1 } },
      { id: "coverage", type: "fill", source: "coverage", paint: { "fill-color": ink.cover, "fill-opacity": ["interpolate", ["linear"], ["get", "share"], 0, 0.06, 1, 0.42] } },
      { id: "coverage-line", type: "line", source: "coverage", paint: { "line-color": ink.cover, "line-opacity": 0.3, "line-width": 0.5 } },
      { id: "density", type: "raster", source: "density", maxzoom: 9.5, paint: { "raster-resampling": "nearest", "raster-fade-duration": 0, "raster-opacity": ["interpolate", ["linear"], ["zoom"], 5, 0.85, 7.5, 0.55, 8.5, 0.3, 9.5, 0] } },
      { id: "land", type: "fill", source: "world", "source-layer": "land", paint: { "fill-color": ink.land, "fill-antialias": false } },
      { id: "coast", type: "line", source: "world", "source-layer": "land", paint: { "line-color": ink.coast, "line-width": ["interpolate", ["linear"], ["zoom"], 1, 0.4, 8, 0.9] } },
      { id: "land-fine", type: "fill", source: "region", "source-layer": "land", minzoom: 5, paint: { "fill-color": ink.land, "fill-antialias": false } },
      { id: "coast-fine", type: "line", source: "region", "source-layer": "land", minzoom: 5, paint: { "line-color": ink.coast, "line-width": 0.9 } },
      { id: "country-names", source: "countries", maxzoom: 7, ...text(ink, ["get", "name"], ["interpolate", ["linear"], ["zoom"], 1, 9, 6, 14], { "symbol-sort-key": ["-", 0, ["get", "rank"]], "text-letter-spacing": 0.08, "text-max-width": 7 }, { "text-color": ink.faint }) },
      { id: "port-names", source: "world", "source-layer": "ports", minzoom: 6.5, ...text(ink, ["get", "name"], 10.5, { "symbol-sort-key": ["-", 0, ["get", "rank"]], "text-offset": [0, 0.6], "text-anchor": "top" }, { "text-color": ink.faint }) },
      { id: "reach", type: "fill", source: "reach", paint: { "fill-pattern": `hatch-${theme}`, "fill-opacity": 0.85 } },
      { id: "reach-line", type: "line", source: "reach", paint: { "line-color": ink.inferred, "line-width": 1.2, "line-dasharray": [3, 2], "line-opacity": 0.9 } },
      { id: "fences", type: "line", source: "fences", paint: { "line-color": ink.place, "line-opacity": 0.55, "line-width": 1, "line-dasharray": [1, 1.5] } },
      { id: "trails", type: "line", source: "ships", "source-layer": "trails", layout: { "line-join": "round" }, paint: { "line-color": ink.trail, "line-width": 0.9, "line-opacity": 0.22 } },
      { id: "gaps-unobserved", type: "line", source: "events", filter: ["all", kind("gap"), ["==", ["get", "class"], "unobserved"]], paint: { "line-color": ink.unobserved, "line-width": 0.8, "line-dasharray": [1, 3], "line-opacity": 0.3 } },
      { id: "gaps-unclear", type: "line", source: "events", filter: ["all", kind("gap"), ["==", ["get", "class"], "unclear"]], paint: { "line-color": ink.unclear, "line-width": 1, "line-dasharray": [2, 3], "line-opacity": 0.4 } },
      { id: "gaps-dark", type: "line", source: "events", filter: ["all", kind("gap"), ["==", ["get", "class"], "dark"]], paint: { "line-color": ink.dark, "line-width": 1.5, "line-dasharray": [3, 2], "line-opacity": 0.8 } },
      { id: "gap-ends", type: "circle", source: "events", filter: ["all", kind("gap"), ["==", ["geometry-type"], "Point"]], paint: { "circle-radius": 3, "circle-color": ink.sea, "circle-stroke-color": ink.unclear, "circle-stroke-width": 1.2 } },
      { id: "track", type: "line", source: "track", filter: ["==", ["geometry-type"], "LineString"], layout: { "line-join": "round", "line-cap": "round" }, paint: { "line-color": ink.ship, "line-width": 2.2 } },
      { id: "bridges", type: "line", source: "bridges", paint: { "line-color": ink.dark, "line-width": 2, "line-dasharray": [2, 2] } },
      { id: "calls", type: "circle", source: "events", filter: kind("calls"), paint: { "circle-radius": ["interpolate", ["linear"], ["sqrt", ["get", "count"]], 1, 4, 40, 17], "circle-color": ink.call, "circle-opacity": 0.28, "circle-stroke-color": ink.call, "circle-stroke-width": 1.5 } },
      { id: "places", type: "circle", source: "places", filter: ["get", "own"], paint: { "circle-radius": ["case", ["get", "watched"], 4, 3], "circle-color": ["case", ["get", "watched"], ink.place, ink.land], "circle-stroke-color": ink.place, "circle-stroke-width": 1.2 } },
      { id: "possible-line", type: "line", source: "events", filter: ["all", kind("possible_call"), ["==", ["geometry-type"], "LineString"]], paint: { "line-color": ink.inferred, "line-width": 1, "line-dasharray": [2, 2] } },
      { id: "possible", type: "circle", source: "events", filter: kind("possible_call"), paint: { "circle-radius": 8, "circle-color": "rgba(0,0,0,0)", "circle-stroke-color": ink.inferred, "circle-stroke-width": 1.6, "circle-stroke-opacity": 0.85 } },
      { id: "meetings", type: "symbol", source: "events", filter: kind("encounter", "possible_meeting", "escort", "loitering"), layout: { "icon-image": ["match", ["get", "kind"], "possible_meeting", `meet-inferred-${theme}`, `meet-${theme}`], "icon-allow-overlap": true, "icon-size": 0.5 } },
      { id: "false", type: "symbol", source: "events", filter: kind("false_position", "identity_clash", "identity_change"), layout: { "icon-image": `cross-${theme}`, "icon-allow-overlap": true, "icon-size": 0.5 } },
      { id: "other", type: "circle", source: "events", filter: kind("zone", "cargo_seen", "no_call", "call_chain", "draught_change", "destination_mismatch"), paint: { "circle-radius": 4, "circle-color": ink.found, "circle-stroke-color": ink.sea, "circle-stroke-width": 1 } },
      { id: "ships", type: "symbol", source: "ships", "source-layer": "ships", layout: { "icon-image": ["case", ["has", "course"], ["case", ["get", "found"], `ship-found-${theme}`, `ship-${theme}`], ["case", ["get", "found"], `dot-found-${theme}`, `dot-${theme}`]], "icon-rotate": ["coalesce", ["get", "course"], 0], "icon-rotation-alignment": "map", "icon-allow-overlap": true, "icon-size": ["interpolate", ["linear"], ["zoom"], 3, 0.34, 9, 0.5] } },
      { id: "chosen", type: "circle", source: "chosen", paint: { "circle-radius": 13, "circle-color": "rgba(0,0,0,0)", "circle-stroke-color": ink.select, "circle-stroke-width": 2 } },
      { id: "pointed", type: "circle", source: "pointed", paint: { "circle-radius": 22, "circle-color": ink.select, "circle-opacity": 0.12, "circle-stroke-color": ink.select, "circle-stroke-width": 2 } },
      { id: "call-count", source: "events", minzoom: 5, filter: ["all", kind("calls"), [">", ["get", "count"], 9]], ...text(ink, ["to-string", ["get", "count"]], 10, { "text-allow-overlap": false }) },
      { id: "ship-names", source: "ships", "source-layer": "ships", minzoom: 9, ...text(ink, ["get", "name"], 10.5, { "text-offset": [0.9, 0], "text-anchor": "left", "text-max-width": 20 }) },
      { id: "place-names", source: "places", filter: ["get", "own"], minzoom: 4.5, ...text(ink, ["get", "name"], 12, { "text-variable-anchor": ["top", "bottom", "left", "right"], "text-radial-offset": 0.8, "text-max-width": 12 }, { "text-color": ink.place }) },
    ].map((/** @type {any} */ layer) => (hidden.has(layer.id) ? { ...layer, layout: { ...layer.layout, visibility: "none" } } : layer)),
  };
}

function graticule() {
  const lines = [];
  for (let lon = -180; lon <= 180; lon += 10) lines.push([[lon, -85], [lon, 85]]);
  for (let lat = -80; lat <= 80; lat += 10) lines.push([[-180, lat], [180, lat]]);
  return { type: "Feature", properties: {}, geometry: { type: "MultiLineString", coordinates: lines } };
}

/** The drawn signs, made here so that no image has to be fetched. */
export function signs(map, theme) {
  const ink = INK[theme];
  const draw = (name, size, make) => {
    if (map.hasImage(name)) return;
    const canvas = Object.assign(document.createElement("canvas"), { width: size, height: size });
    const pen = canvas.getContext("2d", { willReadFrequently: true }); // drawn and read at once, so never on a graphics card
    if (!pen) return;
    make(pen, size);
    map.addImage(name, pen.getImageData(0, 0, size, size), { pixelRatio: 1 });
  };
  const arrow = (colour) => (pen, s) => {
    pen.beginPath(); pen.moveTo(s / 2, 3); pen.lineTo(s * 0.8, s - 4); pen.lineTo(s / 2, s * 0.74); pen.lineTo(s * 0.2, s - 4); pen.closePath();
    pen.fillStyle = colour; pen.strokeStyle = ink.halo; pen.lineWidth = 2.5; pen.stroke(); pen.fill();
  };
  const dot = (colour) => (pen, s) => { pen.beginPath(); pen.arc(s / 2, s / 2, s * 0.24, 0, 7); pen.fillStyle = colour; pen.strokeStyle = ink.halo; pen.lineWidth = 3; pen.stroke(); pen.fill(); };
  draw(`ship-${theme}`, 36, arrow(ink.ship));
  draw(`ship-found-${theme}`, 40, arrow(ink.found));
  draw(`dot-${theme}`, 36, dot(ink.ship));
  draw(`dot-found-${theme}`, 36, dot(ink.found));
  const rings = (colour, dashed) => (pen, s) => {
    pen.strokeStyle = colour; pen.lineWidth = 4; if (dashed) pen.setLineDash([5, 4]);
    for (const x of [0.38, 0.62]) { pen.beginPath(); pen.arc(s * x, s / 2, s * 0.24, 0, 7); pen.stroke(); }
  };
  draw(`meet-${theme}`, 44, rings(ink.meet, false));
  draw(`meet-inferred-${theme}`, 44, rings(ink.inferred, true));
  draw(`cross-${theme}`, 32, (pen, s) => { pen.strokeStyle = ink.false; pen.lineWidth = 5; pen.beginPath(); pen.moveTo(7, 7); pen.lineTo(s - 7, s - 7); pen.moveTo(s - 7, 7); pen.lineTo(7, s - 7); pen.stroke(); });
  draw(`hatch-${theme}`, 16, (pen, s) => { pen.strokeStyle = ink.inferred; pen.globalAlpha = 0.55; pen.lineWidth = 1.6; for (let k = -s; k <= s; k += 8) { pen.beginPath(); pen.moveTo(k - 2, s + 2); pen.lineTo(k + s + 2, -2); pen.stroke(); } });
}
