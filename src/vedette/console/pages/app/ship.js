// The dossier of a ship: who she is and who says so, what she did, who lists her, and what was looked through.
import { useState } from "preact/hooks";
import { useAsked } from "./ask.js";
import { Explain } from "./explain.js";
import { useKeys } from "./keys.js";
import * as state from "./state.js";
import { Empty, Exports, Head, count, day, html, level, link, made, minute, shown } from "./words.js";

const asking = (ship) => useAsked(ship ? `/api/ship/${encodeURIComponent(ship)}` : "");

export function ShipCard({ ship }) {
  const found = asking(ship);
  return shown(found, ({ dossier: d }) => html`<article class="detail">
    <h2>${d.title}</h2>
    ${d.notes.map((n) => html`<p class="note">${n}</p>`)}
    ${d.entries.length ? html`<p class="listed"><b>Listed:</b> ${d.entries.map((e) => e.list).filter((v, n, all) => all.indexOf(v) === n).join(", ")}</p>` : html`<p class="clear">On none of ${count(d.checked.lists.length, "list")} by her numbers.</p>`}
    ${d.particulars.map((p) => html`<p>${p}</p>`)}
    <h3>Last of ${count(d.timeline.length, "event")}</h3><ul class="plain">${d.timeline.slice(-6).reverse().map((e) => html`<li>${link(e.words, { sel: `event:${e.event}` })} ${made(e.synthetic)}</li>`)}</ul>
    <div class="acts"><button type="button" class="main" onClick=${() => state.go({ view: "ship", sel: `ship:${ship}` })}>Her dossier</button></div></article>`, "Gathering what is known of her…");
}

export function Ship() {
  const ship = state.selectedShip.value;
  const found = asking(ship);
  const [event, choose] = useState("");
  const [kinds, only] = useState("");
  useKeys({ f: () => onMap(found.data?.dossier), Escape: () => (event ? choose("") : state.go({ sel: "" })) });
  if (!ship) return html`<${Head} title="Ship" /><${Pick} />`;
  return shown(found, ({ dossier: d }) => html`<${Head} title=${d.title} sub=${d.ship ? d.ship.names.slice(1, 6).join(" · ") : ""}>
      ${d.ship?.mmsis.length ? html`<button type="button" onClick=${() => onMap(d)}><kbd>f</kbd> On the map</button>` : null}<${Exports} table="events" params=${`&ship=${encodeURIComponent(d.ship?.key || ship)}`} forms=${["csv", "geojson", "json"]} /></${Head}>
    <div class="dossier">
      ${d.notes.length ? html`<section class="notes wide">${d.notes.map((n) => html`<p class="note">${n}</p>`)}</section>` : null}
      <div class="column"><section><h2>Who she is, and who says so</h2>${d.said.length ? html`<table><thead><tr><th>What</th><th>Value</th><th>By</th><th>From</th><th>To</th></tr></thead><tbody>${d.said.map((s) => html`<tr><td>${s.what}</td><td class="text">${s.value} ${made(s.synthetic)}</td><td>${s.by}</td><td>${day(s.start)}</td><td>${day(s.end)}</td></tr>`)}</tbody></table>` : html`<p class="none">Nobody has said anything of her in this case.</p>`}${d.particulars.map((p) => html`<p>${p}</p>`)}</section>
      <section><h2>Where she was heard</h2>${d.heard.length ? d.heard.map((h) => html`<p>${made(h.synthetic)} Under MMSI ${h.mmsi}: ${count(h.positions, "position")}, ${minute(h.first)} to ${minute(h.last)}, by ${h.sources.join(", ")}${Object.keys(h.doubtful).length ? `; doubtful: ${Object.entries(h.doubtful).map(([k, v]) => `${v} ${k}`).join(", ")}` : ""}</p>`) : html`<p class="nodata">Nobody in this case heard her. That is no sign that she was silent or absent.</p>`}
        ${d.alerts.length ? html`<h3>Alerts that rest on her</h3><ul class="plain">${d.alerts.map((a) => html`<li class="line">${level(a.level)} ${link(a.title, { view: "alerts", sel: `alert:${a.alert}` })} ${made(a.synthetic)}</li>`)}</ul>` : null}</section></div>
      <div class="column"><section><h2>Lists</h2>${d.entries.length ? d.entries.map((e) => html`<article class="entry"><b>${e.list}</b> ${made(e.synthetic)} <small>${e.list_date ? `edition of ${day(e.list_date)}` : "edition not dated"}${e.gone ? `; gone from the edition of ${day(e.gone)}` : ""}</small><p>${e.words}</p><small>Found by ${e.found_by}. ${e.programmes.join(", ")}</small>${e.linked.map((l) => html`<p class="linked">${l}</p>`)}</article>`) : html`<p class="clear">No entry bears her numbers.</p>`}
        ${d.same_name.length ? html`<details><summary>${count(d.same_name.length, "row")} with the same name only: a name alone is never an identity</summary>${d.same_name.map((s) => html`<p>${s.words}</p>`)}</details>` : null}
        <h3>What was looked through</h3><ul class="plain checked">${d.checked.lists.map((l) => html`<li>${l.list}: ${count(l.entries, "entry", "entries")}, ${l.edition ? `edition of ${day(l.edition)}` : "not dated"}</li>`)}${d.checked.feeds.map((f) => html`<li>${f.source}: ${count(f.messages, "position")}, ${day(f.start)} to ${day(f.end)}</li>`)}<li>${count(d.checked.sightings, "sighting")}, ${count(d.checked.claims, "claim")}</li></ul></section></div>
      <section class="wide"><h2>What she did <small>${count(d.timeline.length, "event")}</small></h2>
        ${d.timeline.length ? html`<div class="chips">${[...new Set(d.timeline.map((e) => e.kind))].map((k) => html`<button type="button" aria-pressed=${kinds === k} class=${kinds === k ? "on" : ""} onClick=${() => only(kinds === k ? "" : k)}>${k.replaceAll("_", " ")} ${d.timeline.filter((e) => e.kind === k).length}</button>`)}</div>
        <ol class="events">${d.timeline.filter((e) => !kinds || e.kind === kinds).slice(-400).reverse().map((e) => html`<li class=${event === e.event ? "on" : ""}><time>${minute(e.start)}</time><span class=${`dot ${e.kind}`} aria-hidden="true"></span><button type="button" class="link" aria-expanded=${event === e.event} onClick=${() => choose(event === e.event ? "" : e.event)}>${e.words}</button> ${made(e.synthetic)} <small>${e.confidence}</small>${event === e.event ? html`<${Explain} id=${e.event} />` : null}</li>`)}</ol>` : html`<p class="none">No event of hers was found.</p>`}</section>
      ${d.sightings.length + d.mentions.length ? html`<section class="wide"><h2>Seen and written of</h2><ul class="plain">${[...d.sightings, ...d.mentions].map((m) => html`<li>${made(m.synthetic)} ${m.words} <small>found by ${m.by}</small></li>`)}</ul></section>` : null}
    </div>`, "Gathering what is known of her…");
}
const onMap = (d) => { const mmsi = d?.ship?.mmsis[0]; if (mmsi) state.go({ view: "map", sel: `ship:mmsi:${mmsi}`, at: "" }); };

function Pick() {
  const found = useAsked("/api/ships");
  return shown(found, (data) => html`<${Empty} title="Which ship?"><p>Press <kbd>/</kbd> and type a name, IMO number or MMSI, or take one with many events:</p>
    <ul class="pick">${data.ships.map((s) => html`<li>${link(s.name, { sel: `ship:${s.ship}` })} <small>${s.ship} · ${count(s.events, "event")} · ${s.by}</small></li>`)}</ul></${Empty}>`);
}
