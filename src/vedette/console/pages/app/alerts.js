// Alerts: what a person should look at, decided by keyboard.
import { useState } from "preact/hooks";
import { asked, useAsked } from "./ask.js";
import { decide, dismiss } from "./deciding.js";
import { Explain } from "./explain.js";
import { useKeys } from "./keys.js";
import { Edge } from "./pane.js";
import { Rows } from "./rows.js";
import * as state from "./state.js";
import { Empty, Exports, Head, Moment, day, html, iso, level, made, minute, percent, seconds, shown } from "./words.js";

const FILTERS = [["open", "Open"], ["decided", "Decided"], ["all", "All"]];

export function useAlerts() {
  const found = useAsked("/api/alerts");
  return found;
}

/** The alerts in the window of time; those outside are counted, not hidden in silence. */
export function inWindow(rows) {
  const low = seconds(state.from.value), high = seconds(state.to.value);
  const inside = rows.filter((r) => !(seconds(r.raised) < low) && !(seconds(r.raised) > high));
  return { inside, outside: rows.length - inside.length };
}

export function useTriage(rows, more = {}) {
  const id = state.selected.value.startsWith("alert:") ? state.selected.value.slice(6) : "";
  const n = rows.findIndex((r) => r.alert === id);
  const row = rows[n];
  const to = (k) => rows[k] && state.go({ sel: `alert:${rows[k].alert}` }, true);
  useKeys({
    j: () => to(n < 0 ? 0 : Math.min(n + 1, rows.length - 1)), k: () => to(n < 0 ? 0 : Math.max(n - 1, 0)),
    ArrowDown: () => to(n < 0 ? 0 : Math.min(n + 1, rows.length - 1)), ArrowUp: () => to(n < 0 ? 0 : Math.max(n - 1, 0)),
    a: () => row && then(rows, n, () => decide(row.alert, "confirmed")), d: () => row && dismiss(row.alert, row.title),
    w: () => row && then(rows, n, () => decide(row.alert, "watch")), f: () => row && find(row), t: () => row && around(row), ...more,
  });
  return row;
}
const then = (rows, n, act) => { act(); const next = rows[n + 1] || rows[n - 1]; if (next && state.view.value === "alerts" && !rows[n].decision) state.go({ sel: `alert:${next.alert}` }, true); };
const find = (row) => state.go({ view: "map", sel: `alert:${row.alert}`, at: "" });
function around(row) {
  const at = seconds(row.raised);
  state.go({ from: iso(at - 42 * 86400).slice(0, 10), to: iso(at + 14 * 86400).slice(0, 10) });
}

export function AlertList({ rows, compact }) {
  const chosen = state.selected.value.startsWith("alert:") ? state.selected.value.slice(6) : "";
  return html`<${Rows} rows=${rows} id=${(row) => row.alert} chosen=${chosen} tall=${compact ? 66 : 76} label="Alerts"
    className=${`alerts ${compact ? "compact" : ""}`} make=${(row) => html`<${Card} row=${row} on=${chosen === row.alert} />`} />`;
}

function Card({ row, on }) {
  const over = (what) => () => { state.hovered.value = what; };
  return html`<button type="button" class=${`card l${row.level} ${on ? "on" : ""} ${row.decision ? "done" : ""} ${state.hovered.value === row.alert ? "hover" : ""}`}
    aria-pressed=${on} onMouseEnter=${over(row.alert)} onMouseLeave=${over("")} onClick=${() => state.go({ sel: `alert:${row.alert}` })}>
      <span class="line">${level(row.level)} ${made(row.synthetic)}<time>${day(row.raised)}</time></span>
      <b>${row.statement || row.title}</b>${row.statement ? html`<small>${row.title}</small>` : null}
      ${row.decision ? html`<small class="verdict">${row.decision.verdict} · ${row.decision.who} · ${minute(row.decision.when)}</small>` : null}
    </button>`;
}

export function AlertDetail({ row, evidence }) {
  return html`<article class="detail twofold" aria-label="Alert"><div>
    <div class="line">${level(row.level)} ${made(row.synthetic)} <span class="known">known since <${Moment} t=${row.raised} /> UTC</span></div>
    <h2>${row.statement || row.title}</h2>${row.statement ? html`<p>${row.title}</p>` : null}
    <section><h3>Why it was raised</h3><p>${row.reason}</p></section>
    <section><h3>How often this happens</h3><p>${row.base_rate}</p></section>
    <section><h3>What would make it wrong</h3>${row.leans.length ? html`<p>If one of these is wrong. Without it alone it would have been judged at:</p><table class="leans"><tbody>${row.leans.map((one) => html`<tr><td class="num"><b>${percent(one.without)}</b></td><td class="text">${one.title}</td></tr>`)}</tbody></table>` : html`<p>${row.doubt}</p>`}</section>
    ${row.similar.length ? html`<section><h3>Others of the same series</h3><ul class="plain">${row.similar.slice(0, 6).map((s) => html`<li><button type="button" class="link" onClick=${() => state.go({ sel: `alert:${s.alert}` })}>${day(s.raised)}: ${s.title}</button> <small>${s.verdict || "not decided"}</small></li>`)}</ul></section>` : null}
    <div class="acts">
      <button type="button" onClick=${() => decide(row.alert, "confirmed")}><kbd>a</kbd> Confirm</button>
      <button type="button" onClick=${() => dismiss(row.alert, row.title)}><kbd>d</kbd> Dismiss…</button>
      <button type="button" onClick=${() => decide(row.alert, "watch")}><kbd>w</kbd> Watch</button>
      <button type="button" onClick=${() => find(row)}><kbd>f</kbd> On the map</button>
      <button type="button" onClick=${() => around(row)}><kbd>t</kbd> Time around it</button>
      ${row.series ? html`<button type="button" onClick=${() => state.go({ view: "indicators", sel: `series:${row.series}` })}>Its series</button>` : html`<button type="button" onClick=${() => state.go({ view: "hypotheses", sel: `hypothesis:${row.subject}` })}>Its hypothesis</button>`}
    </div>
    ${row.history.length ? html`<section><h3>Decisions</h3><ul class="plain">${row.history.map((d) => html`<li><b>${d.verdict}</b> by ${d.who}, ${minute(d.when)}${d.note ? html`: ${d.note}` : ""}</li>`)}</ul></section>` : html`<p class="undecided">Nobody has decided on it yet.</p>`}
    </div><section><h3><kbd>e</kbd> Evidence, down to the record</h3>${evidence ? html`<${Explain} id=${row.alert} bare />` : html`<p>Press e, or <a href="#e" onClick=${(e) => { e.preventDefault(); dispatchEvent(new KeyboardEvent("keydown", { key: "e" })); }}>show it</a>.</p>`}</section>
  </article>`;
}

/** Why the list is empty: looked and found nothing, or nobody looked. The two never look alike. */
export function NoAlert({ title, checked, outside = 0 }) {
  if (!state.caseInfo.value?.ran) return html`<div class="empty unlooked"><b>Nothing was looked for</b><div>${checked}</div></div>`;
  return html`<${Empty} title=${title}>${checked}${outside ? html`<p>${outside} lie outside the window of time.</p>` : null}</${Empty}>`;
}

export function Alerts() {
  const found = useAlerts();
  const filter = state.filter.value || "open";
  const set = (name) => state.go({ filter: name === "open" ? "" : name });
  const [evidence, show] = useState(true);
  const all = found.data?.alerts || [];
  const { inside, outside } = inWindow(all);
  const rows = inside.filter((r) => filter === "all" || Boolean(r.decision) === (filter === "decided") || state.selected.value === `alert:${r.alert}`);
  const row = useTriage(rows, { e: () => show(!evidence), Enter: () => show(true) });
  const open = inside.filter((r) => !r.decision).length;
  return html`<${Head} title="Alerts" sub=${found.data ? `${open} open of ${inside.length}${outside ? `; ${outside} more outside the window of time` : ""}. ${found.data.checked}` : ""}>
      <div class="tabs" role="group" aria-label="Which alerts">${FILTERS.map(([name, words]) => html`<button type="button" aria-pressed=${filter === name} class=${filter === name ? "on" : ""} onClick=${() => set(name)}>${words}</button>`)}</div>
      <${Exports} table="alerts" params=${asked("", { from: state.from.value, to: state.to.value }).replace("?", "&")} /></${Head}>
    ${shown(found, (data) => html`<div class="split">
      <div class="side">${rows.length ? html`<${AlertList} rows=${rows} />` : html`<${NoAlert} title=${filter === "open" && all.length ? "No open alert in this window" : "No alert"} checked=${data.checked} outside=${outside} />`}</div>
      <${Edge} name="side" words="Width of the list" /><div class="rest">${row ? html`<${AlertDetail} row=${row} evidence=${evidence} />` : !rows.length ? null : html`<${Empty} title="Choose an alert">With the mouse, or <kbd>j</kbd> and <kbd>k</kbd>. <kbd>?</kbd> shows all keys.</${Empty}>`}</div></div>`)}`;
}
