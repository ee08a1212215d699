// The chart itself: ships, what they did, what they may have done, and where anybody could have heard them.
// It is loaded after the frame and the panels, since the library that draws it is larger than all the rest.
import * as maplibregl from "maplibre-gl";
import { useEffect, useRef, useState } from "preact/hooks";
import { ask, asked, useAsked } from "./ask.js";
import { Legend } from "./legend.js";
import { CLICKED, GROUPS, signs, style, tiles } from "./mapstyle.js";
import * as state from "./state.js";
import { count, html, seconds } from "./words.js";

const BASEMAPS = ["world", "northeast-asia"];
let protocol = false;
function begin() {
  if (protocol) return;
  const read = new window.pmtiles.Protocol();
  for (const name of BASEMAPS) read.add(new window.pmtiles.PMTiles(whole(`${location.origin}/basemap/${name}.pmtiles`)));
  maplibregl.addProtocol("pmtiles", read.tile);
  maplibregl.setWorkerUrl?.("/vendor/maplibre-gl/maplibre-gl-worker.mjs");
  protocol = true;
}
/** An archive of tiles held whole: a few megabytes at once come sooner than a hundred small pieces one by one. */
function whole(address) {
  const all = fetch(address).then((answer) => answer.arrayBuffer());
  return { getKey: () => address, getBytes: async (start, length) => ({ data: (await all).slice(start, start + length) }) };
}
/** Layers that are not wanted. */
const hidden = () => new Set(Object.entries(GROUPS).flatMap(([group, ids]) => (state.hasLayer(group) ? [] : ids)));
const when = () => asked("", { from: state.from.value, to: state.to.value });

export function Chart({ alert, pointed }) {
  const box = useRef(/** @type {any} */ (null)), map = useRef(/** @type {any} */ (null));
  const [ready, set] = useState(0);
  const [said, say] = useState({ drawn: "", reach: "", events: "" });
  const theme = state.theme.value;
  const params = when();
  const events = useAsked(`/api/map/events${params}`);
  const places = useAsked("/api/map/places");
  const coverage = useAsked(state.hasLayer("coverage") ? `/api/map/coverage${params}` : "");
  const version = state.snapshot.value;
  const drawnAs = useRef(/** @type {any} */ ({})); // what each source of the map holds now
  const complete = useRef(false); // all that is drawn has been handed to the map

  const [fonts, drawable] = useState(false);
  useEffect(() => { // labels are drawn once, with the fonts that are there then
    const wanted = [document.fonts.load("12px Inter", "Aж"), document.fonts.load("12px 'Noto Sans KR'", "나진항")];
    const enough = new Promise((done) => setTimeout(done, 1500));
    Promise.race([Promise.all(wanted), enough]).then(() => drawable(true), () => drawable(true));
  }, []);
  const known = Boolean(state.at.value || places.data || places.error);
  useEffect(() => {
    if (!fonts || !known) return undefined;
    begin();
    let one;
    const held = { events: events.data, places: places.data, fences: places.data && fences(places.data) };
    drawnAs.current = { ...held, of: places.data, ...tiles(theme, location.origin, params, version) };
    try {
      one = new maplibregl.Map({
        container: box.current, style: /** @type {any} */ (style(theme, location.origin, tiles(theme, location.origin, params, version), held, hidden())), ...beginning(places.data?.home),
        attributionControl: false, dragRotate: false, pitchWithRotate: false, maxZoom: 15, minZoom: 0.8, fadeDuration: 0,
      });
    } catch (/** @type {any} */ error) {
      say({ drawn: "", events: "", reach: `The map needs WebGL, which this browser does not give (${error.message}). All other views work.` });
      return undefined;
    }
    map.current = one;
    window.vedetteMap = one;
    one.touchZoomRotate.disableRotation();
    one.addControl(new maplibregl.NavigationControl({ showCompass: false }), "top-right");
    one.addControl(new maplibregl.ScaleControl({ unit: "nautical", maxWidth: 120 }), "bottom-right");
    one.addControl(new maplibregl.AttributionControl({ compact: false, customAttribution: "Natural Earth · GSHHG 2.3.6 (LGPL)" }), "bottom-right");
    signs(one, theme);
    one.on("style.load", () => set((n) => n + 1));
    one.on("moveend", () => { const c = one.getCenter(); state.go({ at: `${c.lat.toFixed(3)},${c.lng.toFixed(3)},${one.getZoom().toFixed(2)}` }, true); });
    one.on("idle", () => { say((s) => ({ ...s, drawn: drawn(one) })); if (complete.current) box.current?.setAttribute("data-idle", String(Date.now())); });
    for (const id of CLICKED) {
      one.on("mouseenter", id, () => { one.getCanvas().style.cursor = "pointer"; });
      one.on("mouseleave", id, () => { one.getCanvas().style.cursor = ""; });
    }
    one.on("click", (e) => {
      const hit = one.queryRenderedFeatures([[e.point.x - 5, e.point.y - 5], [e.point.x + 5, e.point.y + 5]], { layers: CLICKED.filter((l) => one.getLayer(l)) })[0];
      if (!hit) return;
      const p = hit.properties;
      if (hit.layer.id === "ships") state.go({ sel: `ship:mmsi:${p.mmsi}` });
      else if (p.event) state.go({ sel: `event:${p.event}` });
      else if (p.place) state.go({ sel: `place:${p.place}` });
    });
    const watch = new ResizeObserver(() => one.resize());
    watch.observe(box.current);
    return () => { watch.disconnect(); one.remove(); map.current = null; window.vedetteMap = null; set(0); };
  }, [theme, fonts, known]);

  const put = (source, data) => { // what is drawn already is not handed over again
    if (drawnAs.current[source] === data) return;
    drawnAs.current[source] = data;
    map.current?.getSource(source)?.setData(data || { type: "FeatureCollection", features: [] });
  };
  useEffect(() => { // a new window of time, or a new snapshot: the tiles are asked for anew
    if (!ready) return;
    for (const [source, address] of Object.entries(tiles(theme, location.origin, params, version))) {
      if (drawnAs.current[source] === address) continue;
      drawnAs.current[source] = address;
      map.current.getSource(source)?.setTiles([address]);
    }
  }, [params, version, ready]);
  useEffect(() => { if (ready && events.data) { put("events", events.data); say((s) => ({ ...s, events: cap(events.data) })); } }, [events.data, ready]);
  useEffect(() => { if (ready && places.data) { put("places", places.data); if (drawnAs.current.of !== places.data) put("fences", fences(places.data)); drawnAs.current.of = places.data; } }, [places.data, ready]);
  useEffect(() => {
    complete.current = Boolean(ready && (events.data || events.error) && (places.data || places.error));
    map.current?.triggerRepaint(); // so that it says once more that it is idle
  }, [events.data, events.error, places.data, places.error, ready]);
  useEffect(() => { if (ready) put("coverage", coverage.data || undefined); }, [coverage.data, ready]);
  useEffect(() => { // what the mouse is on in a list is shown here
    const spot = pointed && places.data?.features.find((f) => f.properties.place === pointed);
    if (ready) put("pointed", spot || undefined);
  }, [pointed, places.data, ready]);
  useEffect(() => { // which layers are on
    if (!ready) return;
    const out = hidden();
    for (const id of Object.values(GROUPS).flat()) {
      const wanted = out.has(id) ? "none" : "visible";
      if (map.current.getLayer(id) && (map.current.getLayoutProperty(id, "visibility") ?? "visible") !== wanted) map.current.setLayoutProperty(id, "visibility", wanted);
    }
  }, [state.layers.value, ready]);
  useSelection(map, ready, put, say, alert, places.data);
  return html`<div class="chartbox"><div class="chart" ref=${box} role="application" aria-label="Map"></div>
    <${Legend} map=${map} coverage=${coverage.data} />
    <div class="sayings" aria-live="polite">${[said.reach, said.drawn, said.events].filter(Boolean).map((w) => html`<p>${w}</p>`)}</div></div>`;
}

/**
 * Where the map begins: where the address says, else over the watched places, else the world.
 * @returns {any}
 */
function beginning(home) {
  if (state.at.value) {
    const [lat, lon, zoom] = state.at.value.split(",").map(Number);
    return { center: [lon, lat], zoom };
  }
  if (!home) return { center: [25, 20], zoom: 1.6 };
  return { bounds: [[home[0], home[1]], [home[2], home[3]]], fitBoundsOptions: { padding: 80, maxZoom: innerWidth > 1900 ? 8 : 7.2 } };
}

/** How many ships are drawn of how many, in words, when not all are. */
function drawn(map) {
  if (!map.getSource("ships") || !state.hasLayer("ships")) return "";
  let some = 0, all = 0;
  const seen = new Set();
  for (const f of map.querySourceFeatures("ships", { sourceLayer: "drawn" })) {
    const key = f.geometry.coordinates.join();
    if (seen.has(key)) continue;
    seen.add(key); some += f.properties.ships; all += f.properties.of;
  }
  if (all && !some) return `${count(all, "ship")} here, shown as density; zoom in to see each.`;
  return all > some ? `${some.toLocaleString("en-US")} of ${count(all, "ship")} drawn, those with findings first; zoom in to see all.` : "";
}
const cap = (data) => (data.drawn < data.findings ? `${data.drawn.toLocaleString("en-US")} of ${count(data.findings, "finding")} drawn, the graver first; narrow the time to see all.` : "");

/** The selected ship's way, a silence's reach, an alert's place. */
function useSelection(map, ready, put, say, alert, places) {
  const sel = state.selected.value, params = when(), version = state.snapshot.value;
  useEffect(() => {
    if (!ready) return undefined;
    let gone = false;
    const clear = (...names) => names.forEach((name) => put(name));
    say((s) => ({ ...s, reach: "" }));
    clear("track", "bridges", "reach", "chosen");
    const mmsi = /^ship:mmsi:(\d+)$/.exec(sel)?.[1];
    const way = async (number, window_, fit) => {
      const data = await ask(`/api/map/track/${number}${window_}`);
      if (gone) return;
      put("track", data); put("bridges", bridges(data));
      if (data.stride > 1) say((s) => ({ ...s, reach: `Her way is drawn by 1 of ${data.stride} positions.` }));
      if (fit) bounds(map.current, data);
    };
    const act = async () => {
      if (mmsi) await way(mmsi, params, !state.at.value);
      const event = /^event:(.+)$/.exec(sel)?.[1];
      if (event) await finding(event);
      const place = /^place:(.+)$/.exec(sel)?.[1] || alert?.place;
      const spot = places?.features.find((f) => f.properties.place === place);
      if (spot && !event) { put("chosen", spot); map.current.resize(); if (!map.current.getBounds().contains(spot.geometry.coordinates) || map.current.getZoom() < 6) map.current.jumpTo({ center: spot.geometry.coordinates, zoom: Math.max(7.5, map.current.getZoom()) }); }
    };
    const finding = async (id) => {
      const { rows } = await ask(`/api/tables/events?event=${encodeURIComponent(id)}`);
      const one = rows[0];
      if (!one || gone) return;
      if (one.lon != null) put("chosen", { type: "Feature", properties: {}, geometry: { type: "Point", coordinates: [one.lon, one.lat] } });
      if (["gap", "possible_call"].includes(one.kind)) {
        const reach = await ask(`/api/map/reach/${encodeURIComponent(id)}`);
        if (gone) return;
        put("reach", reach); say((s) => ({ ...s, reach: reach.words }));
        if (reach.features.length) bounds(map.current, reach);
      }
      if (one.mmsi) {
        const pad = 3 * 86400, a = seconds(one.start) - pad, b = seconds(one.end || one.start) + pad;
        await way(one.mmsi, asked("", { from: new Date(a * 1000).toISOString().slice(0, 19) + "Z", to: new Date(b * 1000).toISOString().slice(0, 19) + "Z" }), false);
      }
    };
    act().catch((error) => { if (!gone) say((s) => ({ ...s, reach: error.message })); });
    return () => { gone = true; };
  }, [sel, params, version, ready, alert?.alert, places]);
}

/** Dashed lines over silences: what was not observed is not drawn as if it had been. */
function bridges(data) {
  const lines = [];
  for (let n = 1; n < data.features.length; n++) {
    const before = [data.features[n - 1].geometry.coordinates].flat(data.features[n - 1].geometry.type === "Point" ? 0 : 1).at(-1);
    const after = data.features[n].geometry.type === "Point" ? data.features[n].geometry.coordinates : data.features[n].geometry.coordinates[0];
    const one = data.features[n - 1].geometry.type === "Point" ? data.features[n - 1].geometry.coordinates : before;
    if (Math.abs(one[0] - after[0]) < 180) lines.push({ type: "Feature", properties: {}, geometry: { type: "LineString", coordinates: [one, after] } });
  }
  return { type: "FeatureCollection", features: lines };
}

function bounds(map, data) {
  const box = new maplibregl.LngLatBounds();
  const walk = (c) => (typeof c[0] === "number" ? box.extend(c) : c.forEach(walk));
  data.features.forEach((f) => walk(f.geometry.coordinates));
  if (!box.isEmpty()) map.fitBounds(box, { padding: 60, maxZoom: 10, animate: false });
}

/** The circles round watched places. */
const fences = (places) => ({ type: "FeatureCollection", features: places.features.filter((f) => f.properties.own && f.properties.radius_m).map(circle) });

function circle(f) {
  const [lon, lat] = f.geometry.coordinates, m = f.properties.radius_m, ring = [];
  for (let k = 0; k <= 64; k++) {
    const a = (k / 64) * 2 * Math.PI;
    ring.push([lon + (m / 111320 / Math.cos((lat * Math.PI) / 180)) * Math.cos(a), lat + (m / 110574) * Math.sin(a)]);
  }
  return { type: "Feature", properties: {}, geometry: { type: "LineString", coordinates: ring } };
}
