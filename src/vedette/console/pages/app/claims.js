// Claims: the quote in its text, who says so, who denies it; a person accepts or rejects.
import { useState } from "preact/hooks";
import { useAsked } from "./ask.js";
import { decide, dismiss } from "./deciding.js";
import { Explain } from "./explain.js";
import { useKeys } from "./keys.js";
import { Edge } from "./pane.js";
import { Rows } from "./rows.js";
import * as state from "./state.js";
import { Empty, Exports, Head, count, day, html, made, minute, percent, safeUrl, seconds, shown } from "./words.js";

const FILTERS = [["open", "Undecided"], ["denied", "Denials"], ["against", "Contradicted"], ["all", "All"]];
const later = html`<span class="tag later" title="Published after the day up to which the case was judged, so it weighs nothing in that judgement">after the judgement</span>`;
const judged = (c) => c.decision?.verdict || (c.accepted === true ? "accepted by its compiler" : c.accepted === false ? "rejected by its compiler" : "");

export function Claims() {
  const found = useAsked("/api/claims");
  const filter = state.filter.value || "all";
  const set = (name) => state.go({ filter: name === "all" ? "" : name });
  const [evidence, show] = useState(true);
  const all = found.data?.claims || [];
  const low = seconds(state.from.value), high = seconds(state.to.value);
  const inside = all.filter((c) => !(seconds(c.published) < low) && !(seconds(c.published) > high));
  const rows = inside.filter((c) => filter === "all" || (filter === "open" && !c.decision) || (filter === "denied" && c.polarity === "denied") || (filter === "against" && c.opposed));
  const id = state.selected.value.startsWith("claim:") ? state.selected.value.slice(6) : "";
  const n = rows.findIndex((c) => c.claim === id), one = all.find((c) => c.claim === id);
  const to = (k) => rows[k] && state.go({ sel: `claim:${rows[k].claim}` }, true);
  const down = () => to(n < 0 ? 0 : Math.min(n + 1, rows.length - 1)), up = () => to(n < 0 ? 0 : Math.max(n - 1, 0));
  useKeys({ j: down, k: up, ArrowDown: down, ArrowUp: up, a: () => one && decide(one.claim, "accepted"), d: () => one && dismiss(one.claim, one.text, "claim"), e: () => show(!evidence), Enter: () => show(true) });
  return html`<${Head} title="Claims" sub="What somebody says happened, or denies. A claim is never a fact of ours."><div class="tabs" role="group" aria-label="Which claims">${FILTERS.map(([name, words]) => html`<button type="button" aria-pressed=${filter === name} class=${filter === name ? "on" : ""} onClick=${() => set(name)}>${words}</button>`)}</div><${Exports} table="claims" /></${Head}>
    ${shown(found, () => html`<div class="split"><div class="side"><${Rows} rows=${rows} id=${(c) => c.claim} chosen=${id} tall=${104} label="Claims" make=${(c) => html`<${Card} c=${c} on=${c.claim === id} />`} />
        ${rows.length ? null : html`<${Empty} title="No such claim">${all.length ? `${all.length} claims in the case; none fits${inside.length < all.length ? " in this window of time" : ""}.` : "The case holds no report with claims."}</${Empty}>`}</div>
      <${Edge} name="side" words="Width of the list" /><div class="rest">${one ? html`<${Claim} id=${one.claim} evidence=${evidence} />` : html`<${Empty} title="Choose a claim">With the mouse, or <kbd>j</kbd> and <kbd>k</kbd>; <kbd>a</kbd> accepts, <kbd>d</kbd> rejects.</${Empty}>`}</div></div>`)}`;
}

function Card({ c, on }) {
  return html`<button type="button" class=${`card claim ${c.polarity} ${on ? "on" : ""} ${c.decision ? "done" : ""}`} aria-pressed=${on}
    onClick=${() => state.go({ sel: `claim:${c.claim}` })}>
      <span class="line"><span class=${`tag ${c.polarity}`}>${c.polarity === "denied" ? "denies" : "says"}</span> <b>${c.speaker || c.publisher || "somebody"}</b> ${c.later ? later : null}<time>${day(c.published)}</time></span>
      <span class="text">${c.text.slice(0, 180)}</span>
      <small>${c.event_class}${c.opposed ? html` · <b class="contra">against ${count(c.opposed, "other")}</b>` : null}${judged(c) ? ` · ${judged(c)}` : ""}</small>
    </button>`;
}

function Claim({ id, evidence }) {
  const found = useAsked(`/api/claims/${encodeURIComponent(id)}`);
  return shown(found, ({ claim: c }) => html`<article class="detail">
    <div class="line"><span class=${`tag ${c.polarity}`}>${c.polarity}</span> <span class="tag">${c.modality || "fact"}</span> ${made((c.source || "").startsWith("synthetic:"))}<time>${minute(c.published)} UTC</time></div>
    <h2>${c.speaker || c.publisher || "Somebody"} ${c.polarity === "denied" ? "denies" : "says"} ${c.later ? later : null}</h2>
    <blockquote><span class="around">${c.context.before}</span><mark>${c.context.quote}</mark><span class="around">${c.context.after}</span></blockquote>
    <p>${c.title ? html`<cite>${c.title}</cite>, ` : null}${c.publisher || "publisher not known"}${where(c.url)}</p>
    <dl class="facts">${c.start ? html`<dt>happened</dt><dd>${day(c.start)}${c.end && day(c.end) !== day(c.start) ? ` to ${day(c.end)}` : ""}, by those words</dd>` : null}<dt>published</dt><dd>${day(c.published) || "on a day not known"}</dd>${c.event_class ? html`<dt>kind</dt><dd>${c.event_class}</dd>` : null}${c.corridor ? html`<dt>corridor</dt><dd>${c.corridor}</dd>` : null}${c.grade ? html`<dt>source's grade</dt><dd>${c.grade}${c.reliability != null ? `, taken as right in ${percent(c.reliability)}` : ""}</dd>` : null}</dl>
    <p class="verdict">${c.decision ? `${c.decision.verdict} by ${c.decision.who}, ${minute(c.decision.when)}${c.decision.note ? `: ${c.decision.note}` : ""}` : judged(c) ? `${judged(c)}; nobody here has judged it.` : "Nobody has judged it."}</p>
    <div class="acts"><button type="button" onClick=${() => decide(c.claim, "accepted")}><kbd>a</kbd> Accept</button>
      <button type="button" onClick=${() => dismiss(c.claim, c.text, "claim")}><kbd>d</kbd> Reject…</button></div>
    <${Others} title="Against it" rows=${c.against} all=${c.opposed} /><${Others} title="Of the same origin, counted once" rows=${c.same_origin} all=${c.same} />
    <section><h3><kbd>e</kbd> Where it was read</h3>${evidence ? html`<${Explain} id=${c.claim} />` : html`<p><code>${c.record}</code></p>`}</section></article>`);
}

const where = (url) => (safeUrl(url) ? html`, <a href=${safeUrl(url)} rel="noreferrer noopener" target="_blank">${safeUrl(url)}</a>` : url ? html`, <code>${url}</code>` : null);

function Others({ title, rows, all }) {
  if (!rows.length) return null;
  return html`<section><h3>${title}</h3><ul class="plain">${rows.map((o) => html`<li><button type="button" class="link" onClick=${() => state.go({ sel: `claim:${o.claim}` })}>${o.speaker || o.publisher}: ${o.text.slice(0, 140)}</button> <time>${day(o.published)}</time></li>`)}</ul>
    ${all > rows.length ? html`<p class="none">and ${all - rows.length} more</p>` : null}</section>`;
}
