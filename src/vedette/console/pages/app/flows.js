// Flows: what was counted, what the ships could have carried, what was published and what is claimed, side by side.
import { useState } from "preact/hooks";
import { useAsked } from "./ask.js";
import { Explain } from "./explain.js";
import { Empty, Exports, Head, html, made, shown } from "./words.js";

export function Flows() {
  const found = useAsked("/api/flows");
  const [open, choose] = useState("");
  const line = (one) => (one.text ? html`${one.refs.length ? html`<button type="button" class=${`link ${open === one.refs[0] ? "on" : ""}`} title="What it rests on" onClick=${() => choose(open === one.refs[0] ? "" : one.refs[0])}>${one.text}</button>` : one.text} ${made(one.synthetic)}` : html`<span class="none">–</span>`);
  return html`<${Head} title="Flows" sub="What went between countries: four kinds of number that are never added. Nobody here looked into a hold."><${Exports} table="flows" /></${Head}>
    ${shown(found, ({ flows: d }) => (d.passages.length + d.published.length + d.exchanged.length ? html`
      ${open ? html`<section class="detail rests"><div class="bar"><h2>What it rests on</h2><button type="button" class="icon" aria-label="Close" onClick=${() => choose("")}>×</button></div><${Explain} id=${open} open=${1} /></section>` : null}
      <section class="sheet"><h2>Counted, and what the ships could have carried</h2>
        ${d.passages.length ? html`<div class="wideable" tabindex="0" role="region" aria-label="Counted"><table><thead><tr><th>From, to</th><th>Asked about</th><th class="num">Year</th><th>Voyages</th><th>Calls where it begins: by AIS</th><th>sighted</th><th><span class="inferred">possible</span></th><th>Calls where it ends: sighted</th><th>Ships could have carried</th></tr></thead>
        <tbody>${d.passages.map((p) => html`<tr><th scope="row">${p.direction} ${made(p.synthetic)}</th><td>${p.kind}<br /><small>${p.basis}</small></td><td class="num">${p.year}</td>
          <td>${line(p.voyages)}</td><td>${line(p.seen)}</td><td>${line(p.sighted)}</td><td>${line(p.possible)}</td><td>${line(p.ended)}</td><td>${p.capacity.map((c) => html`<p>${line(c)}</p>`)}</td></tr>`)}</tbody></table></div>
        <p class="none">“Asked about” is what the watch asks on that way, never what was carried. A dash is nothing counted, not nothing there.</p>` : html`<p class="none">No call or voyage between countries was counted.</p>`}</section>
      <section class="sheet"><h2>Each way between two countries: observed and claimed apart</h2>
        ${d.exchanged.map((pair) => html`<h3>${pair.between}</h3><div class="wideable" tabindex="0" role="region" aria-label=${pair.between}><table class="ledger"><thead><tr><th>From, to</th><th>Observed</th><th>Claimed</th><th>Denied</th></tr></thead>
          <tbody>${pair.sides.map((side) => html`<tr><th scope="row">${side.direction}</th>${[side.observed, side.claimed, side.denied].map((lines) => html`<td>${lines.length ? html`<ul class="plain">${lines.map((one) => html`<li>${line(one)}</li>`)}</ul>` : html`<span class="none">nothing</span>`}</td>`)}</tr>`)}</tbody></table></div>`)}
        ${d.exchanged.length ? null : html`<p class="none">No two countries have both.</p>`}</section>
      <section class="sheet"><h2>Published, each by who says so</h2>
        ${d.published.length ? html`<div class="wideable" tabindex="0" role="region" aria-label="Published"><table><thead><tr><th>From, to</th><th>Number</th><th>Of</th><th>Publisher</th><th>Words</th></tr></thead>
        <tbody>${d.published.map((p) => html`<tr><td>${p.direction}<br /><small>${p.kind}</small></td><td>${line(p.number)}</td><td>${p.period}</td><td>${p.publisher}</td><td class="text">${p.words}</td></tr>`)}</tbody></table></div>` : html`<p class="none">Nobody in this case published a number.</p>`}</section>` : html`<${Empty} title="Nothing was counted or published">of anything that went between countries. A run counts it: <code>vedette run CASE</code></${Empty}>`))}`;
}
