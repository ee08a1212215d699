// Lists: screen a name, see what stands in each edition and what was looked through, and how sanctions held.
import { useEffect, useState } from "preact/hooks";
import { asked, useAsked } from "./ask.js";
import { Edge } from "./pane.js";
import { Held } from "./sanctions.js";
import * as state from "./state.js";
import { Empty, Exports, Head, Wait, Failed, count, day, html, made, number, shown } from "./words.js";

const TABS = [["", "Entries"], ["sanctions", "How sanctions held"]];
const PAGE = 100;

export function Lists() {
  const found = useAsked("/api/lists");
  const [typed, type] = useState(state.query.value);
  useEffect(() => { type(state.query.value); }, [state.query.value]);
  const tab = state.filter.value === "sanctions" ? "sanctions" : "";
  return html`<${Head} title="Lists" sub="A name alone is never an identity; a clear result says what was looked through."><div class="tabs" role="group" aria-label="What of the lists">${TABS.map(([name, words]) => html`<button type="button" aria-pressed=${tab === name} class=${tab === name ? "on" : ""} onClick=${() => state.go({ filter: name })}>${words}</button>`)}</div>
      ${tab ? html`<${Exports} table="effects" named /><${Exports} table="listings" named />` : html`<${Exports} table="entities" named /><${Exports} table="links" named />`}</${Head}>
    ${tab ? html`<${Held} />` : html`<form class="screen" role="search" onSubmit=${(e) => { e.preventDefault(); state.go({ q: typed.trim() }); }}><label>Screen a name or number <input type="search" maxlength="200" value=${typed} placeholder="Lady R, 9179842, Транс…" onInput=${(e) => type(e.target.value)} /></label><button type="submit" class="main">Screen</button></form>
    ${state.query.value ? html`<${Screened} name=${state.query.value} />` : null}
    ${shown(found, ({ lists }) => (lists.length ? html`<${InThisCase} lists=${lists} />` : html`<${Empty} title="No list in this case">So nothing can be said about sanctions. Add one: <code>vedette add CASE sdn.csv</code></${Empty}>`))}`}`;
}

/** A name against all lists: what may be who was asked for, why, and what was looked through. */
function Screened({ name }) {
  const hits = useAsked(asked("/api/screen", { name }));
  return html`<section class="hits" aria-live="polite">${hits.error ? html`<${Failed} error=${hits.error} />` : !hits.data ? html`<${Wait} what="Comparing…" />` : html`
    <h2>${hits.data.hits.length ? `${count(hits.data.hits.length, "entry", "entries")} that may be “${hits.data.asked}”` : `Nothing on these lists is like “${hits.data.asked}”`}</h2>
    ${hits.data.hits.length ? html`<table><thead><tr><th>Grade</th><th>Entry</th><th>Why</th><th>List</th><th>Programmes</th></tr></thead><tbody>${hits.data.hits.map((h) => html`<tr><td><b>${h.grade}</b><br /><small>${number(h.score, 2)}${h.contradicted ? ", contradicted" : ""}</small></td><td class="text"><b>${h.names?.[0]}</b> ${made(h.synthetic)}<br /><small>${[h.kind, h.imo ? `IMO ${h.imo}` : "", h.flag, ...(h.names || []).slice(1, 5)].filter(Boolean).join(" · ")}</small></td><td><ul class="plain">${h.reasons.map((r) => html`<li class=${r.score ? "" : "contra"}>${r.words}</li>`)}</ul></td><td>${h.list}<br /><small>${day(h.list_date) || "not dated"}</small></td><td>${(h.programmes || []).join(", ")}</td></tr>`)}</tbody></table>` : html`<p class="clear">That is no clearance: it says only that none of the entries below is alike.</p>`}
    <p class="exports"><a href=${`${asked("/api/screen", { name })}&as=csv`} download>CSV</a><a href=${asked("/api/screen", { name })} download="screen.json">JSON</a></p>
    <p class="checked">Looked through: ${hits.data.checked.map((c) => `${c.list}${c.edition ? ` of ${day(c.edition)}` : " (not dated)"}, ${count(c.entries, "entry", "entries")}`).join("; ") || "no list at all"}. ${hits.data.how}</p>`}</section>`;
}

function InThisCase({ lists }) {
  const [open, choose] = useState(0);
  const list = lists[open] || lists[0];
  return html`<h2 class="in">In this case</h2><div class="split listsplit"><ol class="side">${lists.map((l, n) => html`<li><button type="button" class=${`card ${l === list ? "on" : ""}`} aria-pressed=${l === list} onClick=${() => choose(n)}><b>${l.list}</b><span class="line"><small>${l.edition ? `edition of ${day(l.edition)}` : "edition not dated"}</small></span><small>${Object.entries(l.kinds).map(([k, v]) => count(v, k)).join(", ")}</small></button></li>`)}</ol>
    <${Edge} name="lists" words="Width of the lists" /><div class="rest"><${Changes} list=${list.list} editions=${lists.filter((l) => l.list === list.list && l.edition).map((l) => l.edition)} /><${Entries} key=${`${list.list} ${list.edition}`} list=${list} /></div></div>`;
}

/** The entries of one edition, a page at a time, of those that hold what was typed. */
function Entries({ list }) {
  const [typed, type] = useState(""), [at, turn] = useState(0);
  const found = useAsked(asked("/api/lists/entries", { list: list.list, edition: list.edition, q: typed.trim(), offset: at, limit: PAGE }));
  const last = useLast(found.data);
  const here = last ? `${last.fit ? `${(last.offset + 1).toLocaleString("en-US")} to ${(last.offset + last.rows.length).toLocaleString("en-US")} of ` : ""}${count(last.fit, "entry", "entries")}${typed.trim() ? ` that hold “${typed.trim()}”, of ${last.all.toLocaleString("en-US")}` : ""}` : "Reading…";
  return html`<div class="pager"><label>Find in this edition <input type="search" maxlength="200" value=${typed} placeholder="name, number, programme, remark" onInput=${(e) => { type(e.target.value); turn(0); }} /></label>
      <span aria-live="polite">${here}</span><span class="turn"><button type="button" disabled=${at === 0} onClick=${() => turn(Math.max(0, at - PAGE))}>‹ Before</button><button type="button" disabled=${!last || at + PAGE >= last.fit} onClick=${() => turn(at + PAGE)}>Next ›</button></span></div>
    ${found.error ? html`<${Failed} error=${found.error} />` : !last ? html`<${Wait} />` : html`<table><thead><tr><th>Name</th><th>Kind</th><th>IMO</th><th>Flag</th><th>Programmes</th><th>Remarks</th></tr></thead><tbody>${last.rows.map((r) => html`<tr key=${r.entity}><td class="text"><b>${r.names?.[0]}</b>${r.names?.length > 1 ? html`<br /><small>${r.names.slice(1, 8).join(" · ")}${r.names.length > 8 ? ` and ${r.names.length - 8} more` : ""}</small>` : null}</td><td>${r.kind}</td><td class="days">${r.imo && r.kind === "vessel" ? html`<button type="button" class="link" onClick=${() => state.go({ view: "ship", sel: `ship:imo:${r.imo}` })}>${r.imo}</button>` : r.imo || ""}</td><td>${r.flag || ""}</td><td>${(r.programmes || []).join(", ")}</td><td class="remarks"><div title=${r.remarks || ""}>${r.remarks || ""}</div></td></tr>`)}</tbody></table>`}`;
}

/** The last answer that came, so that a page stands until the next is there. */
function useLast(data) {
  const [last, keep] = useState(data);
  useEffect(() => { if (data) keep(data); }, [data]);
  return data || last;
}

/** What changed between two editions, when the case holds two. */
function Changes({ list, editions }) {
  const [on, set] = useState(false);
  const two = editions.length > 1;
  const found = useAsked(on && two ? asked("/api/changes", { list, from: editions[0].slice(0, 10), to: editions.at(-1).slice(0, 10) }) : "");
  if (!two) return html`<p class="none">One edition in the case, so nothing can be said about changes.</p>`;
  return html`<details onToggle=${(e) => set(e.currentTarget.open)}><summary>What changed from ${day(editions[0])} to ${day(editions.at(-1))}</summary>${on ? shown(found, (d) => html`<ul class="plain">${d.words.map((w) => html`<li>${w}</li>`)}</ul>${d.all ? null : html`<p class="clear">Nothing changed in ${count(d.looked_at, "entry", "entries")} looked at.</p>`}`) : null}</details>`;
}
