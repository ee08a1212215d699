// Two things side by side: ships, times, hypotheses.
import { INFERRED, KINDS, count, day, html, made, minute, number } from "./words.js";

const none = html`<span class="none">–</span>`;
const many = (rows) => (rows.length ? html`<ul class="plain">${rows.map((row) => html`<li>${row}</li>`)}</ul>` : none);

/** Two ships, a line for each thing that both may have; what they share is marked. */
export function ShipsBeside({ one, other }) {
  const both = [one, other];
  const said = (d, what) => [...new Set(d.said.filter((s) => s.what === what).map((s) => s.value))];
  const shared = (a, b) => a.filter((value) => b.includes(value));
  const row = (title, make) => html`<tr><th scope="row">${title}</th>${both.map((d) => html`<td class="text">${make(d)}</td>`)}</tr>`;
  const values = (what) => {
    const [a, b] = both.map((d) => said(d, what));
    const same = shared(a, b);
    return a.length + b.length ? row(what, (d) => many(said(d, what).map((value) => html`${value}${same.includes(value) ? html` <span class="same">both</span>` : null}`))) : null;
  };
  const kinds = [...new Set(both.flatMap((d) => d.timeline.map((e) => e.kind)))];
  const called = (d) => {
    const found = new Map();
    for (const e of d.timeline) if (e.like[0]?.includes("call") && e.like[1]) found.set(e.like[1], (found.get(e.like[1]) || 0) + 1);
    return found;
  };
  const ports = both.map(called), common = [...ports[0].keys()].filter((place) => ports[1].has(place));
  return html`<div class="dossier"><section class="wide"><table class="beside"><thead><tr><th></th>${both.map((d) => html`<th scope="col"><b>${d.title}</b> ${made(d.heard.some((h) => h.synthetic))}</th>`)}</tr></thead><tbody>
    ${[...new Set(both.flatMap((d) => d.said.map((s) => s.what)))].map(values)}
    ${row("heard", (d) => (d.heard.length ? many(d.heard.map((h) => `${count(h.positions, "position")}, ${minute(h.first)} to ${minute(h.last)}`)) : html`<span class="nodata">nobody heard her; that says nothing</span>`))}
    ${row("lists", (d) => (d.entries.length ? many(d.entries.map((e) => `${e.list}, ${e.list_date ? day(e.list_date) : "not dated"}`)) : html`<span class="clear">no entry bears her numbers</span>`))}
    ${row("owners, as lists say", (d) => many(d.owners.slice(0, 12).map((o) => html`${o.words}${both.every((x) => x.owners.some((y) => y.name === o.name)) ? html` <span class="same">both</span>` : null}`)))}
    ${row("red flags borne on", (d) => many(d.flags.map((f) => f.words)))}
    ${kinds.map((kind) => row(html`${KINDS[kind] || kind}${INFERRED.has(kind) ? html` <span class="inferred">inferred</span>` : null}`, (d) => d.timeline.filter((e) => e.kind === kind).length || none))}
    ${row("places called at", (d) => many([...ports[both.indexOf(d)]].map(([place, times]) => html`${place} ${count(times, "time")}${common.includes(place) ? html` <span class="same">both</span>` : null}`)))}
    ${row("first and last thing she did", (d) => (d.timeline.length ? `${day(d.timeline[0].start)} to ${day(d.timeline.at(-1).start)}` : none))}
  </tbody></table><p class="none">What two ships share is an observation and ties them to nothing by itself.</p></section></div>`;
}

/** Two stretches of time, each series counted in both; weeks that nobody looked at are told, not counted as nothing. */
export function TimesBeside({ series, one, other, open }) {
  const rows = series.map((s) => ({ s, a: summed(s, one), b: summed(s, other) })).filter(({ a, b }) => a.weeks + b.weeks > 0);
  const cells = (x) => html`<td class="num">${x.seen ? number(x.sum) : html`<span class="nodata">no data</span>`}</td><td class="num">${x.seen} of ${x.weeks}</td><td class="num">${x.seen ? number(x.sum / x.seen, 2) : "–"}</td><td class="num">${x.alarms || ""}</td>`;
  const span = ([a, b]) => `${iso(a)} to ${iso(b)}`;
  return html`<table class="beside times"><thead><tr><th rowspan="2">Series</th><th colspan="4" scope="colgroup">${span(one)}</th><th colspan="4" scope="colgroup">${span(other)}</th><th rowspan="2">A week, as a ratio</th></tr>
    <tr>${[1, 2].map(() => html`<th>counted</th><th>weeks looked</th><th>a week</th><th>in alarm</th>`)}</tr></thead>
    <tbody>${rows.map(({ s, a, b }) => html`<tr><th scope="row"><button type="button" class="link" onClick=${() => open(s.series)}>${s.words}</button> ${made(s.synthetic)}</th>${cells(a)}${cells(b)}<td class="num">${ratio(a, b)}</td></tr>`)}</tbody></table>
    ${rows.length ? null : html`<p class="none">No series has a week in either.</p>`}
    <p class="none">A ratio of raw counts: how much was looked at may differ between the two, and the band on the chart is what takes that into account.</p>`;
}
const iso = (t) => new Date(t * 1000).toISOString().slice(0, 10);
function summed(s, [from, to]) {
  const found = { weeks: 0, seen: 0, sum: 0, alarms: 0 };
  s.start.forEach((text, k) => {
    const t = Date.parse(text) / 1000;
    if (t < from || t >= to) return;
    found.weeks += 1;
    if (s.value[k] == null) return;
    found.seen += 1; found.sum += s.value[k]; found.alarms += s.alarm[k] ? 1 : 0;
  });
  return found;
}
function ratio(a, b) {
  if (!a.seen || !b.seen) return html`<span class="nodata">no data</span>`;
  if (!b.sum) return a.sum ? "from none" : "none in both";
  return number(a.sum / a.seen / (b.sum / b.seen), 2);
}
