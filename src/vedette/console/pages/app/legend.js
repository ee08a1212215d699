// What the signs of the map mean, which layers are drawn, and the map as a file.
import { useState } from "preact/hooks";
import { asked } from "./ask.js";
import { savePng } from "./picture.js";
import * as state from "./state.js";
import { html } from "./words.js";

const when = () => asked("", { from: state.from.value, to: state.to.value });

/** @type {[string, string[][]][]} */
const SIGNS = [
  ["observed", [["ship", "ship, course"], ["found", "ship with findings"], ["track", "way heard"], ["call", "calls, by number"], ["meet", "meeting, loitering"], ["false", "false position or identity"]]],
  ["inferred or silent", [["gap", "dark silence"], ["unclear", "unclear silence"], ["unobserved", "nobody could hear"], ["possible", "possible call or meeting"], ["reach", "could have reached"]]],
];

/** What a reader who never opened the legend needs most. */
const SHORT = [["found", "ship with findings"], ["call", "calls"], ["gap", "went dark"], ["possible", "possible, inferred"], ["meet", "meeting"]];

export function Legend({ map, coverage }) {
  const [open, set] = useState((state.kept("vedette-legend") ?? (innerWidth >= 1500 ? "yes" : "no")) !== "no");
  const turn = (name) => {
    const on = state.layers.value.split(",").filter(Boolean);
    state.go({ layers: (on.includes(name) ? on.filter((n) => n !== name) : [...on, name]).join(",") || "none" }, true);
  };
  const picture = () => {
    const one = map.current; // a drawn frame can be read only while it is drawn
    one?.once("render", () => savePng(one.getCanvas(), "map", "Natural Earth, GSHHG 2.3.6 (LGPL)"));
    one?.triggerRepaint();
  };
  if (!open) return html`<div class="keyline"><button type="button" class="folded" onClick=${() => { state.keep("vedette-legend", "yes"); set(true); }}>Layers and signs</button>
    <ul aria-label="Signs">${SHORT.map(([sign, words]) => html`<li><i class=${`sign ${sign}`} aria-hidden="true"></i>${words}</li>`)}</ul></div>`;
  return html`<section class="legend" aria-label="Layers and signs">
    <div class="bar"><h3>Layers</h3><button type="button" class="icon" aria-label="Fold the legend" onClick=${() => { state.keep("vedette-legend", "no"); set(false); }}>–</button></div>
    ${state.LAYERS.map(([name, words]) => html`<label><input type="checkbox" checked=${state.hasLayer(name)} onChange=${() => turn(name)} /> ${words}</label>`)}
    ${state.hasLayer("coverage") ? html`<p class="hint">${coverage ? (coverage.features.length ? `Shaded: heard in that share of ${Math.round(coverage.hours).toLocaleString("en-US")} h, cells of ${coverage.cell_deg}°. Unshaded sea: nobody heard anything; no ship there says nothing.` : "Nothing was heard in this window: no ship on the map says nothing.") : "Reading coverage…"}</p>` : null}
    ${SIGNS.map(([name, rows]) => html`<h4>${name}</h4><ul>${rows.map(([sign, words]) => html`<li><i class=${`sign ${sign}`} aria-hidden="true"></i>${words}</li>`)}</ul>`)}
    <p class="exports"><button type="button" class="link" onClick=${picture}>PNG</button><a href=${`/api/tables/events?as=geojson${when().replace("?", "&")}`} download>GeoJSON</a><a href=${`/api/tables/events?as=csv${when().replace("?", "&")}`} download>CSV</a></p>
  </section>`;
}
