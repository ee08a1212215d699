// Status: what the case holds, how fresh, what was refused, how well we could hear; and the API for programs.
import { post, useAsked } from "./ask.js";
import * as state from "./state.js";
import { Exports, Head, count, day, html, level, made, minute, number, shown } from "./words.js";

export function Status() {
  const found = useAsked("/api/status");
  const run = () => post("/api/run", {}).then((d) => { state.job.value = d.job; }, (e) => state.say(e.message));
  return html`<${Head} title="Status" sub=${found.data ? `${found.data.case}, watch ${found.data.watch}, vedette ${found.data.version}` : ""}><button type="button" disabled=${state.job.value.state === "running"} onClick=${run}>Run the case again</button><a class="button" href="/docs">API</a></${Head}>
    ${shown(found, (d) => html`<div class="cards">
      ${Object.entries(d.freshness).map(([what, t]) => html`<article class="stat"><small>latest ${what}</small><b>${t ? minute(t) : "none"}</b></article>`)}
      <article class="stat"><small>rows refused</small><b>${d.refusals.all.toLocaleString("en-US")}</b></article>
      <article class="stat"><small>alerts open</small><b>${d.alerts.open} of ${d.alerts.all}</b></article></div>
    <div class="dossier">
      <${Feeds} />
      <section class="wide"><h2>Files <${Exports} table="files" /></h2><div class="scroll" tabindex="0" role="region" aria-label="Files"><table><thead><tr><th>File</th><th>Read as</th><th class="num">Rows</th><th class="num">Refused</th><th>First</th><th>Last</th><th>Note</th></tr></thead><tbody>${d.files.map((f) => html`<tr class=${f.source ? "" : "bad"}><td class="text">${f.name}</td><td>${f.source || "refused"} ${made((f.source || "").startsWith("synthetic:"))}</td><td class="num">${f.rows.toLocaleString("en-US")}</td><td class="num">${f.refused.toLocaleString("en-US")}</td><td>${day(f.first)}</td><td>${day(f.last)}</td><td>${f.reason || ""}</td></tr>`)}</tbody></table></div></section>
      <section><h2>Refused</h2>${d.refusals.by_reason.length ? html`<table><thead><tr><th class="num">Rows</th><th>Read as</th><th>Because</th><th>For example</th></tr></thead><tbody>${d.refusals.by_reason.map((r) => html`<tr><td class="num">${r.count}</td><td>${r.source}</td><td>${r.reason}</td><td><code>${r.example}</code></td></tr>`)}</tbody></table>` : html`<p class="none">No row was refused.</p>`}<${Exports} table="refusals" /></section>
      <section><h2>Who listened, and when</h2>${d.feeds.length ? html`<table><thead><tr><th>Feed</th><th>From</th><th>To</th><th class="num">Positions</th></tr></thead><tbody>${d.feeds.slice(0, 60).map((f) => html`<tr><td>${f.source} ${made(f.source.startsWith("synthetic:"))}</td><td>${minute(f.start)}</td><td>${minute(f.end)}</td><td class="num">${f.messages.toLocaleString("en-US")}</td></tr>`)}</tbody></table>` : html`<p class="nodata">No feed of positions: nothing in this case says where ships were.</p>`}
        <p>${d.coverage.hours ? `Heard in ${count(d.coverage.hours, "hour")} and ${count(d.coverage.cells, "cell")} of a quarter degree.` : "Coverage is made by a run."} ${d.outages.length ? `${count(d.outages.length, "outage")} of a feed.` : "No outage found."}</p>
        ${d.outages.length ? html`<details><summary>The latest outages</summary><ul class="plain">${d.outages.slice(0, 20).map((o) => html`<li>${o.source}: ${minute(o.start)} to ${o.end ? minute(o.end) : "the record's end"}; ${number(o.ships)} ships a quarter of an hour, where ${number(o.usual)} were usual</li>`)}</ul></details>` : null}</section>
      <section><h2>Judged</h2><ul class="plain">${d.assessments.map((a) => html`<li>${level(a.level)} ${a.hypothesis}: ${a.words}, confidence ${a.confidence}, until ${day(a.until)}</li>`)}</ul></section>
      <section><h2>Tables and versions</h2><table><thead><tr><th>Table</th><th class="num">Rows</th><th class="num">Version</th></tr></thead><tbody>${Object.entries(d.tables).map(([name, n]) => html`<tr><td>${name}</td><td class="num">${n.toLocaleString("en-US")}</td><td class="num">${d.versions[name]}</td></tr>`)}</tbody></table></section></div>`)}`;
}

/** The feeds that are listened to, as the listener last wrote; what is old is said to be old. */
function Feeds() {
  const { at, feeds } = state.health.value;
  if (!feeds.length) return html`<section class="wide"><h2>Live feeds</h2><p class="none">Nobody listens to a live feed in this case: <code>vedette listen CASE tcp://…</code> would.</p></section>`;
  const old = (Date.now() - Date.parse(at)) / 1000;
  return html`<section class="wide"><h2>Live feeds</h2>
    <p class=${old > 600 ? "nodata" : ""}>${old > 600 ? `The listener last wrote ${minute(at)} UTC: it does not run now, so nothing below is current.` : `As the listener wrote at ${minute(at)} UTC.`}</p>
    <table><thead><tr><th>Feed</th><th>Address</th><th>Heard</th><th class="num">Lines</th><th class="num">A second</th><th>Last line</th><th class="num">Lost, overlong</th><th class="num">Begun, failed</th></tr></thead>
    <tbody>${feeds.map((f) => html`<tr class=${f.connected ? "" : "bad"}><td>${f.feed}</td><td class="text">${f.address}</td><td>${f.connected ? "connected" : `not connected${f.trouble ? `: ${f.trouble}` : ""}`}</td><td class="num">${number(f.lines, 6)}</td><td class="num">${f.lines_per_second}</td><td>${f.last ? minute(f.last) : "none yet"}</td><td class="num">${f.lost}, ${f.overlong}</td><td class="num">${f.connections}, ${f.failures}</td></tr>`)}</tbody></table></section>`;
}

/** The description of the API, from /openapi.json. */
export function Api() {
  const found = useAsked("/openapi.json");
  return html`<${Head} title="API" sub="All that the console shows, for programs. Times are UTC; every answer names its snapshot and carries an ETag."><a class="button" href="/openapi.json">openapi.json</a></${Head}>
    ${shown(found, (d) => html`<p>${d.info.description}</p>${Object.entries(d.paths).map(([path, ways]) => Object.entries(ways).map(([way, said]) => html`<article class="apiway"><h2><span class=${`tag ${way}`}>${way.toUpperCase()}</span> <code>${path}</code></h2><p>${said.description || said.summary}</p>${said.parameters?.length ? html`<dl>${said.parameters.map((p) => html`<dt><code>${p.name}</code>${p.required ? "" : html` <small>optional</small>`}</dt><dd>${kind(p.schema)}${p.description ? `. ${p.description}` : ""}</dd>`)}</dl>` : null}${way === "get" && !path.includes("{") && path !== "/api/stream" ? html`<a href=${path}>${path}</a>` : null}</article>`))}`)}`;
}
const kind = (s = {}) => (s.enum ? s.enum.join(", ") : s.anyOf ? s.anyOf.map(kind).filter((w) => w !== "null").join(" or ") : [s.type, s.minimum != null ? `from ${s.minimum}` : "", s.maximum != null ? `to ${s.maximum}` : "", s.default != null ? `default ${s.default}` : ""].filter(Boolean).join(" "));
