// The dossier of a ship: who she is and who says so, what she did, who lists her, and what was looked through.
import { useState } from "preact/hooks";
import { useAsked } from "./ask.js";
import { ShipsBeside } from "./beside.js";
import { Explain } from "./explain.js";
import { useKeys } from "./keys.js";
import { Rows } from "./rows.js";
import * as state from "./state.js";
import { Empty, Exports, Head, KINDS, count, day, html, level, link, made, minute, shown } from "./words.js";

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
  const other = state.other.value.startsWith("ship:") ? state.other.value.slice(5) : "";
  const beside = asking(other);
  useKeys({ f: () => onMap(found.data?.dossier), Escape: () => (other ? state.go({ with: "" }) : state.go({ sel: "" })) });
  if (!ship) return html`<${Head} title="Ship" /><${Pick} />`;
  return shown(found, ({ dossier: d }) => html`<${Head} title=${d.title} sub=${d.ship ? d.ship.names.slice(1, 6).join(" · ") : ""}>
      ${d.ship?.mmsis.length ? html`<button type="button" onClick=${() => onMap(d)}><kbd>f</kbd> On the map</button>` : null}
      ${other ? html`<button type="button" onClick=${() => state.go({ with: "" })}>One ship only</button>` : html`<button type="button" onClick=${() => { state.dialog.value = "compare"; }}>Compare with…</button>`}
      <span class="exports"><a href=${`/ship/${encodeURIComponent(ship)}.html`} target="_blank" rel="noopener">Page</a><a href=${`/ship/${encodeURIComponent(ship)}.pdf`} download>PDF</a></span>
      <${Exports} table="events" params=${`&ship=${encodeURIComponent(d.ship?.key || ship)}`} forms=${["csv", "geojson", "json"]} named /></${Head}>
    ${other ? shown(beside, ({ dossier: e }) => html`<${ShipsBeside} one=${d} other=${e} />`) : html`<${Dossier} d=${d} />`}`, "Gathering what is known of her…");
}

/** The ship at a glance: who lists her, whether anybody heard her, what she did, and what rests on her. */
function Short({ d }) {
  const heard = d.heard.reduce((sum, h) => sum + h.positions, 0), lists = new Set(d.entries.map((e) => e.list)).size;
  const last = d.timeline.at(-1);
  const one = (what, words, more = "", bad = false) => html`<article class="stat"><small>${what}</small><b class=${bad ? "listed" : ""}>${words}</b>${more ? html`<small>${more}</small>` : null}</article>`;
  return html`<div class="cards">
    ${one("listed", lists ? `on ${count(lists, "list")}` : "on none", lists ? "" : `of ${count(d.checked.lists.length, "list")}, by her numbers`, lists > 0)}
    ${one("heard", heard ? count(heard, "position") : "by nobody here", heard ? `last ${day(d.heard.map((h) => h.last).sort().at(-1))}` : "which says nothing of her")}
    ${one("did", count(d.timeline.length, "event"), last ? `last ${day(last.start)}` : "")}
    ${one("red flags", String(d.flags.length), "published ones that this bears on")}
    ${one("alerts", String(d.alerts.length), "that rest on her")}</div>`;
}

function Dossier({ d }) {
  const [event, choose] = useState("");
  const [kinds, only] = useState("");
  const list = (rows, make) => html`<ul class="plain">${rows.map((one) => html`<li>${make(one)}</li>`)}</ul>`;
  return html`<div class="dossier">
    <div class="wide"><${Short} d=${d} />${d.notes.map((n) => html`<p class="note">${n}</p>`)}</div>
    <div class="column">
      <section><h2>Who she is, and who says so</h2>${d.said.length ? html`<table><thead><tr><th>What</th><th>Value</th><th>By</th><th>From</th><th>To</th></tr></thead>
        <tbody>${d.said.map((s) => html`<tr><td>${s.what}</td><td class="text">${s.value} ${made(s.synthetic)}</td><td>${s.by}</td><td class="days">${day(s.start)}</td><td class="days">${day(s.end)}</td></tr>`)}</tbody></table>` : html`<p class="none">Nobody has said anything of her in this case.</p>`}
        ${d.particulars.map((p) => html`<p>${p}</p>`)}</section>
      <section><h2>Where she was heard</h2>${d.heard.length ? d.heard.map((h) => html`<p>${made(h.synthetic)} Under MMSI ${h.mmsi}: ${count(h.positions, "position")}, ${minute(h.first)} to ${minute(h.last)}, by ${h.sources.join(", ")}${doubts(h)}</p>`) : html`<p class="nodata">Nobody in this case heard her. That is no sign that she was silent or absent.</p>`}
        ${d.alerts.length ? html`<h3>Alerts that rest on her</h3><ul class="plain">${d.alerts.map((a) => html`<li>${level(a.level)} ${link(a.title, { view: "alerts", sel: `alert:${a.alert}` })} ${made(a.synthetic)}</li>`)}</ul>` : null}</section>
      ${d.flags.length ? html`<section><h2>Published red flags that this bears on</h2>${list(d.flags, (f) => html`<b>${f.words}</b> ${made(f.synthetic)}<br /><small>${f.titles.map((t, n) => `${f.codes[n] || ""} ${t}`).join("; ")}</small>`)}<p class="none">Observations; a red flag accuses nobody.</p></section>` : null}
    </div>
    <div class="column">
      <section><h2>Lists</h2>${d.entries.length ? d.entries.map((e) => html`<${Entry} e=${e} />`) : html`<p class="clear">No entry bears her numbers.</p>`}
        ${d.same_name.length ? html`<details><summary>${count(d.same_name.length, "row")} with the same name only: a name alone is never an identity</summary>${d.same_name.map((s) => html`<p>${s.words}</p>`)}</details>` : null}
        <h3>What was looked through</h3><ul class="plain checked">${d.checked.lists.map((l) => html`<li>${l.list}: ${count(l.entries, "entry", "entries")}, ${l.edition ? `edition of ${day(l.edition)}` : "not dated"}</li>`)}
          ${d.checked.feeds.map((f) => html`<li>${f.source}: ${count(f.messages, "position")}, ${day(f.start)} to ${day(f.end)}</li>`)}<li>${count(d.checked.sightings, "sighting")}, ${count(d.checked.claims, "claim")}</li></ul></section>
      ${d.owners.length + d.ties.length ? html`<section><h2>Who is behind her, as lists say</h2>${d.owned.map((w) => html`<p class="note">${w}</p>`)}
        ${list(d.owners, (o) => html`${o.words} ${made(o.synthetic)}`)}${d.ties.length ? html`<h3>Listed ships and parties she met or is tied to</h3>${list(d.ties, (t) => html`${t.other && /^(imo|mmsi):/.test(t.other) ? link(t.words, { view: "ship", sel: `ship:${t.other}` }) : t.words} ${made(t.synthetic)}`)}` : null}</section>` : null}
      ${d.unknown.length ? html`<section><h2>What is not known of her</h2>${list(d.unknown, (w) => w)}</section>` : null}
    </div>
    <section class="wide"><h2>What she did <small>${count(d.timeline.length, "event")}</small></h2>
      ${d.timeline.length ? html`<div class="chips">${[...new Set(d.timeline.map((e) => e.kind))].map((k) => html`<button type="button" aria-pressed=${kinds === k} class=${kinds === k ? "on" : ""} onClick=${() => only(kinds === k ? "" : k)}>${KINDS[k] || k} ${d.timeline.filter((e) => e.kind === k).length}</button>`)}</div>
      <${Rows} className="events" label="What she did" tall=${32} id=${(e) => e.event} chosen=${event} rows=${d.timeline.filter((e) => !kinds || e.kind === kinds).reverse()} make=${(e) => html`<${Did} e=${e} on=${event === e.event} choose=${choose} />`} />` : html`<p class="none">No event of hers was found.</p>`}</section>
    ${d.sightings.length + d.mentions.length ? html`<section class="wide"><h2>Seen and written of</h2>${list([...d.sightings, ...d.mentions], (m) => html`${made(m.synthetic)} ${m.words} <small>found by ${m.by}</small>`)}</section>` : null}
  </div>`;
}

const doubts = (h) => (Object.keys(h.doubtful).length ? `; doubtful: ${Object.entries(h.doubtful).map(([k, v]) => `${v} ${k}`).join(", ")}` : "");

function Entry({ e }) {
  const edition = e.list_date ? `edition of ${day(e.list_date)}` : "edition not dated";
  return html`<article class="entry"><b>${e.list}</b> ${made(e.synthetic)} <small>${edition}${e.gone ? `; gone from the edition of ${day(e.gone)}` : ""}</small>
    <p>${e.words}</p><small>Found by ${e.found_by}. ${e.programmes.join(", ")}</small>${e.linked.map((l) => html`<p class="linked">${l}</p>`)}</article>`;
}

function Did({ e, on, choose }) {
  return html`<div class=${`did ${on ? "on" : ""}`}><time>${minute(e.start)}</time><span class=${`dot ${e.kind}`} aria-hidden="true"></span>
    <button type="button" class="link" aria-expanded=${on} onClick=${() => choose(on ? "" : e.event)}>${e.words}</button> ${made(e.synthetic)} <small>${e.confidence}</small>
    ${on ? html`<${Explain} id=${e.event} />` : null}</div>`;
}
const onMap = (d) => { const mmsi = d?.ship?.mmsis[0]; if (mmsi) state.go({ view: "map", sel: `ship:mmsi:${mmsi}`, at: "" }); };

function Pick() {
  const [typed, type] = useState("");
  const found = useAsked(`/api/ships${typed.trim() ? `?q=${encodeURIComponent(typed.trim())}` : ""}`);
  const open = (s) => state.go({ sel: `ship:${s.ship}` });
  return html`<form class="screen" role="search" onSubmit=${(e) => { e.preventDefault(); const one = found.data?.ships[0]; if (one) open(one); }}><label>Name in any script, IMO number or MMSI <input type="search" maxlength="200" value=${typed} placeholder="Angara, 9179842, 나진" onInput=${(e) => type(e.target.value)} /></label></form>
    ${shown(found, (data) => (data.ships.length ? html`<section class="sheet"><h2>${typed.trim() ? `${count(data.all, "ship")} of that name or number` : "Listed ships that something is known of, then those with most findings"}</h2>
      <table class="pick"><thead><tr><th>Ship</th><th>Number</th><th>Flag</th><th>On lists</th><th class="num">Findings</th><th class="num">Events</th><th>Last event</th></tr></thead>
      <tbody>${data.ships.map((s) => html`<tr><td class="text">${link(s.name, { sel: `ship:${s.ship}` })} ${made(s.synthetic)}</td><td>${s.ship.replace(":", " ").replace(/^(imo|mmsi) /, (w) => w.toUpperCase())}</td><td>${s.flag || ""}</td><td>${s.lists.length ? html`<span class="listed">${s.lists.join(", ")}</span>` : html`<span class="none">none by her numbers</span>`}</td><td class="num">${s.findings || ""}</td><td class="num">${s.events || ""}</td><td class="days">${day(s.last)}</td></tr>`)}</tbody></table>
      <p class="none">${data.all > data.ships.length ? `${data.ships.length} of ${count(data.all, "ship")}; type to find others. ` : ""}Findings are events other than calls, stays in a watched area and silences.</p></section>` : html`<${Empty} title="No ship of that name or number">among those heard, sighted or listed in this case.</${Empty}>`))}`;
}
