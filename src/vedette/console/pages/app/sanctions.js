// How sanctions held: lists by year, what was decided, and designated ships a year before and after.
import { useState } from "preact/hooks";
import { useAsked } from "./ask.js";
import { Explain } from "./explain.js";
import { Empty, count, html, link, made, shown } from "./words.js";

const QUESTIONS = [["calls", "Calls at watched places"], ["dark", "Dark silences"], ["identity", "Changes of identity"], ["route", "Others' first calls where she had called"]];

export function Held() {
  const found = useAsked("/api/sanctions");
  const [open, choose] = useState("");
  const line = (one) => (one.refs.length ? html`<button type="button" class="link" title="What it rests on" onClick=${() => choose(open === one.refs[0] ? "" : one.refs[0])}>${one.text}</button>` : one.text);
  return shown(found, ({ sanctions: d }) => (d.listings.length + d.effects.length + d.acts.length ? html`
    ${open ? html`<section class="detail rests"><div class="bar"><h2>What it rests on</h2><button type="button" class="icon" aria-label="Close" onClick=${() => choose("")}>×</button></div><${Explain} id=${open} open=${1} /></section>` : null}
    <section class="sheet"><h2>Designated ships, a year before and a year after</h2>
      ${d.effects.length ? html`<p class="none">Rates are of weeks in which anybody looked or listened. “Not observed” is no sign that nothing happened, and a change after a designation is not caused by it for that alone.</p><div class="wideable" tabindex="0" role="region" aria-label="Before and after"><table class="effects"><thead><tr><th>Ship</th><th>Designated</th>${QUESTIONS.map(([, words]) => html`<th>${words}</th>`)}</tr></thead>
        <tbody>${d.effects.map((e) => html`<tr><th scope="row">${/^imo:/.test(e.hull) ? link(e.name, { view: "ship", sel: `ship:${e.hull}` }) : e.name} ${made(e.synthetic)}<br /><small>${e.hull.replace(/^imo:/, "IMO ")}</small></th><td>${e.day}<br /><small>${e.by}</small></td>${QUESTIONS.map(([name]) => html`<td class=${/^not observed/.test(e[name].text) ? "gone" : ""}>${line(e[name])}</td>`)}</tr>`)}</tbody></table></div>
        ${d.effects_left_out ? html`<p class="none">and ${d.effects_left_out.toLocaleString("en-US")} more; CSV holds all.</p>` : null}` : html`<p class="none">No designation with a known day is in this case, so nothing can be compared.</p>`}
      ${d.unseen ? html`<p class="nodata">Of ${count(d.unseen, "other designated hull")} with a known day nothing was seen on either side.</p>` : null}</section>
    <section class="sheet"><h2>Lists by year</h2>${d.listings.length ? html`<table><thead><tr><th>List</th><th>Year</th>${["Editions in hand", "Designated", "Came", "Left", "Entries", "Vessels"].map((words) => html`<th class="num">${words}</th>`)}<th>Of hulls observed, listed</th></tr></thead>
      <tbody>${d.listings.map((l) => html`<tr><td>${l.list}</td><td>${l.year}</td>${["editions", "designated", "came", "left", "entries", "vessels"].map((name) => html`<td class="num">${l[name]}</td>`)}<td>${line(l.covered)} ${made(l.covered.synthetic)}</td></tr>`)}</tbody></table>` : html`<p class="none">No dated list.</p>`}</section>
    <section class="sheet"><h2>Votes, vetoes and designations, as reported</h2>${d.acts.length ? html`<ul class="plain">${d.acts.map((one) => html`<li>${line(one)} ${made(one.synthetic)}</li>`)}</ul>` : html`<p class="none">No report of one in this case.</p>`}</section>` : html`<${Empty} title="No list with a designation in this case">Add one and run: <code>vedette add CASE LIST</code>, <code>vedette run CASE</code></${Empty}>`));
}
