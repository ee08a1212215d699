// Lists: screen a name, see what was looked through, and what stands in each edition.
import { useEffect, useState } from "preact/hooks";
import { asked, useAsked } from "./ask.js";
import * as state from "./state.js";
import { Empty, Exports, Head, Wait, Failed, count, day, html, made, number, shown } from "./words.js";

export function Lists() {
  const found = useAsked("/api/lists");
  const [typed, type] = useState(state.query.value);
  const [open, choose] = useState(0);
  useEffect(() => { type(state.query.value); }, [state.query.value]);
  const hits = useAsked(state.query.value ? asked("/api/screen", { name: state.query.value }) : "");
  return html`<${Head} title="Lists" sub="A name alone is never an identity; a clear result says what was looked through."><${Exports} table="entities" named /><${Exports} table="links" named /></${Head}>
    <form class="screen" role="search" onSubmit=${(e) => { e.preventDefault(); state.go({ q: typed.trim() }); }}><label>Screen a name or number <input type="search" maxlength="200" value=${typed} placeholder="Lady R, 9179842, Транс…" onInput=${(e) => type(e.target.value)} /></label><button type="submit" class="main">Screen</button></form>
    ${state.query.value ? html`<section class="hits" aria-live="polite">${hits.error ? html`<${Failed} error=${hits.error} />` : !hits.data ? html`<${Wait} what="Comparing…" />` : html`
      <h2>${hits.data.hits.length ? `${count(hits.data.hits.length, "entry", "entries")} that may be “${hits.data.asked}”` : `Nothing on these lists is like “${hits.data.asked}”`}</h2>
      ${hits.data.hits.length ? html`<table><thead><tr><th>Grade</th><th>Entry</th><th>Why</th><th>List</th><th>Programmes</th></tr></thead><tbody>${hits.data.hits.map((h) => html`<tr><td><b>${h.grade}</b><br /><small>${number(h.score, 2)}${h.contradicted ? ", contradicted" : ""}</small></td><td class="text"><b>${h.names?.[0]}</b> ${made(h.synthetic)}<br /><small>${[h.kind, h.imo ? `IMO ${h.imo}` : "", h.flag, ...(h.names || []).slice(1, 5)].filter(Boolean).join(" · ")}</small></td><td><ul class="plain">${h.reasons.map((r) => html`<li class=${r.score ? "" : "contra"}>${r.words}</li>`)}</ul></td><td>${h.list}<br /><small>${day(h.list_date) || "not dated"}</small></td><td>${(h.programmes || []).join(", ")}</td></tr>`)}</tbody></table>` : html`<p class="clear">That is no clearance: it says only that none of the entries below is alike.</p>`}
      <p class="exports"><a href=${`${asked("/api/screen", { name: state.query.value })}&as=csv`} download>CSV</a><a href=${asked("/api/screen", { name: state.query.value })} download="screen.json">JSON</a></p>
      <p class="checked">Looked through: ${hits.data.checked.map((c) => `${c.list}${c.edition ? ` of ${day(c.edition)}` : " (not dated)"}, ${count(c.entries, "entry", "entries")}`).join("; ") || "no list at all"}. ${hits.data.how}</p>`}</section>` : null}
    ${shown(found, ({ lists }) => (lists.length ? html`<section><h2>In this case</h2><div class="split listsplit"><ol class="side">${lists.map((l, n) => html`<li><button type="button" class=${`card ${open === n ? "on" : ""}`} aria-pressed=${open === n} onClick=${() => choose(n)}><b>${l.list}</b><span class="line"><small>${l.edition ? `edition of ${day(l.edition)}` : "edition not dated"}</small></span><small>${Object.entries(l.kinds).map(([k, v]) => `${v} ${k}`).join(", ")}</small></button></li>`)}</ol>
      <div class="rest"><${Changes} list=${lists[open].list} editions=${lists.filter((l) => l.list === lists[open].list && l.edition).map((l) => l.edition)} /><table><thead><tr><th>Name</th><th>Kind</th><th>IMO</th><th>Flag</th><th>Programmes</th><th>Remarks</th></tr></thead><tbody>${lists[open].rows.slice(0, 500).map((r) => html`<tr><td class="text"><b>${r.names?.[0]}</b>${r.names?.length > 1 ? html`<br /><small>${r.names.slice(1).join(" · ")}</small>` : null}</td><td>${r.kind}</td><td class="num">${r.imo && r.kind === "vessel" ? html`<button type="button" class="link" onClick=${() => state.go({ view: "ship", sel: `ship:imo:${r.imo}` })}>${r.imo}</button>` : r.imo || ""}</td><td>${r.flag || ""}</td><td>${(r.programmes || []).join(", ")}</td><td class="remarks">${r.remarks || ""}</td></tr>`)}</tbody></table>${lists[open].entries > 500 ? html`<p>The first 500 of ${lists[open].entries.toLocaleString("en-US")}; CSV holds all.</p>` : null}</div></div></section>` : html`<${Empty} title="No list in this case">So nothing can be said about sanctions. Add one: <code>vedette add CASE sdn.csv</code></${Empty}>`))}`;
}

/** What changed between two editions, when the case holds two. */
function Changes({ list, editions }) {
  const [on, set] = useState(false);
  const two = editions.length > 1;
  const found = useAsked(on && two ? asked("/api/changes", { list, from: editions[0].slice(0, 10), to: editions.at(-1).slice(0, 10) }) : "");
  if (!two) return html`<p class="none">One edition in the case, so nothing can be said about changes.</p>`;
  return html`<details onToggle=${(e) => set(e.currentTarget.open)}><summary>What changed from ${day(editions[0])} to ${day(editions.at(-1))}</summary>${on ? shown(found, (d) => html`<ul class="plain">${d.words.map((w) => html`<li>${w}</li>`)}</ul>${d.all ? null : html`<p class="clear">Nothing changed in ${count(d.looked_at, "entry", "entries")} looked at.</p>`}`) : null}</details>`;
}
