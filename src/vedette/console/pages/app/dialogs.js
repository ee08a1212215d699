// Help, the palette, and the reason for a dismissal.
import { useEffect, useLayoutEffect, useRef, useState } from "preact/hooks";
import { ask } from "./ask.js";
import { decide, deciding } from "./deciding.js";
import * as state from "./state.js";
import { html } from "./words.js";

/** @type {[string, string[][]][]} */
const HELP = [
  ["Everywhere", [["g m … g t", "go to a view: map, alerts, ship, indicators, hypotheses, claims, flows (x), lists, brief, status (t)"], ["/ or Ctrl K", "search ships, places, views"], ["[ and ]", "half a window earlier, later"], ["Space", "play the window through time, or stop"], ["?", "this page"], ["Esc", "close, or drop the selection"]]],
  ["Triage of alerts and claims", [["j / k", "next, previous"], ["Enter", "open what is selected"], ["e", "evidence: down to the line of the file"], ["a", "confirm an alert, accept a claim"], ["d", "dismiss: false alarm or rejected, with a reason"], ["w", "keep watching"], ["f", "find it on the map"], ["t", "set the time to the weeks around it"]]],
  ["What the map means", [["solid", "observed: heard or seen"], ["dashed, violet, hatched", "inferred: possible, never seen"], ["shaded sea", "with the coverage layer: somebody was heard there; in unshaded sea silence means nothing"]]],
];

function Modal({ title, children, wide }) {
  const box = useRef(/** @type {any} */ (null));
  useLayoutEffect(() => { // before the first letter that is typed
    const before = /** @type {HTMLElement | null} */ (document.activeElement);
    (box.current.querySelector("input, textarea") || box.current).focus();
    return () => before?.focus?.();
  }, []);
  const trap = (event) => {
    if (event.key !== "Tab") return;
    const all = [...box.current.querySelectorAll("a[href], button:not(:disabled), input, textarea, select")];
    if (!all.length) return;
    const edge = event.shiftKey ? all[0] : all[all.length - 1];
    if (document.activeElement === edge) { event.preventDefault(); (event.shiftKey ? all[all.length - 1] : all[0]).focus(); }
  };
  return html`<div class="veil" onClick=${(e) => { if (e.target === e.currentTarget) state.dialog.value = ""; }}>
    <div class=${`modal ${wide ? "wide" : ""}`} role="dialog" aria-modal="true" aria-label=${title} tabindex="-1" ref=${box} onKeyDown=${trap}>
      <h2>${title}</h2>${children}</div></div>`;
}

function Help() {
  return html`<${Modal} title="Keys and signs" wide>
    ${HELP.map(([name, rows]) => html`<h3>${name}</h3><dl class="keys">${rows.map(([key, words]) => html`<dt><kbd>${key}</kbd></dt><dd>${words}</dd>`)}</dl>`)}
    <p class="more"><a href="/docs">The same data for programs</a></p></${Modal}>`;
}

function Palette({ beside = false }) {
  const [typed, type] = useState("");
  const [ships, found] = useState(/** @type {any[]} */ ([]));
  const [places, known] = useState(/** @type {any[]} */ ([]));
  const [on, move] = useState(0);
  useEffect(() => { ask("/api/map/places").then((d) => known(d.features)).catch(() => {}); }, []);
  useEffect(() => {
    let gone = false;
    const wait = setTimeout(() => ask(`/api/ships?q=${encodeURIComponent(typed.slice(0, 100))}`).then((d) => { if (!gone) found(d.ships); }).catch(() => {}), 120);
    return () => { gone = true; clearTimeout(wait); };
  }, [typed]);
  const low = typed.toLowerCase();
  const rows = beside ? ships.slice(0, 12).map((s) => ({ words: s.name, by: `${s.ship} · ${s.by}`, to: { with: `ship:${s.ship}` } })) : [
    ...state.VIEWS.filter((v) => low && v[1].toLowerCase().startsWith(low)).map((v) => ({ words: v[1], by: "view", to: { view: v[0] } })),
    ...ships.slice(0, 9).map((s) => ({ words: s.name, by: `${s.ship} · ${s.by}`, to: { view: "ship", sel: `ship:${s.ship}` } })),
    ...places.filter((p) => low && `${p.properties.name} ${p.properties.place}`.toLowerCase().includes(low)).slice(0, 5)
      .map((p) => ({ words: p.properties.name, by: "place", to: { view: "map", sel: `place:${p.properties.place}`, at: `${p.geometry.coordinates[1].toFixed(3)},${p.geometry.coordinates[0].toFixed(3)},9` } })),
    ...(typed ? [{ words: `Screen “${typed}” against the lists`, by: "lists", to: { view: "lists", q: typed } }] : []),
  ];
  const take = (row) => { if (row) { state.dialog.value = ""; state.go(row.to); } };
  const key = (e) => {
    if (e.key === "ArrowDown") { e.preventDefault(); move(Math.min(on + 1, rows.length - 1)); }
    if (e.key === "ArrowUp") { e.preventDefault(); move(Math.max(on - 1, 0)); }
    if (e.key === "Enter") { e.preventDefault(); take(rows[on]); }
  };
  return html`<${Modal} title=${beside ? "Compare with which ship?" : "Go to"}>
    <input type="search" role="combobox" aria-expanded="true" aria-controls="hits" aria-activedescendant=${rows.length ? `hit-${on}` : null} aria-label="Ship, number, place or view" placeholder="Ship, IMO, MMSI, place or view" value=${typed} onInput=${(e) => { type(e.target.value); move(0); }} onKeyDown=${key} />
    <ul id="hits" role="listbox" aria-label="Found">${rows.map((row, n) => html`<li id=${`hit-${n}`} role="option" aria-selected=${n === on} class=${n === on ? "on" : ""} onClick=${() => take(row)}><b>${row.words}</b><small>${row.by}</small></li>`)}</ul>
    ${rows.length ? null : html`<p class="none">Nothing in this case is called that.</p>`}</${Modal}>`;
}

function Reason() {
  const asked = deciding.value;
  const [note, set] = useState("");
  const quick = asked.kind === "claim" ? ["Not what the text says", "Repeats an earlier report", "Source not credible"] : ["Ordinary trade", "Receiver or feed fault", "Already known", "Rests on synthetic data"];
  const send = () => { state.dialog.value = ""; decide(asked.id, asked.verdict, note.trim()); };
  return html`<${Modal} title=${`${asked.kind === "claim" ? "Reject the claim" : "Dismiss the alert"}: why?`}>
    <p class="quote">${asked.title}</p>
    <div class="chips">${quick.map((words) => html`<button type="button" onClick=${() => set(words)}>${words}</button>`)}</div>
    <textarea aria-label="Reason" rows="3" maxlength="4000" placeholder="A reason that will stand in the record" value=${note} onInput=${(e) => set(e.target.value)}
      onKeyDown=${(e) => { if (e.key === "Enter" && !e.shiftKey && note.trim()) { e.preventDefault(); send(); } }}></textarea>
    <div class="row"><button type="button" onClick=${() => { state.dialog.value = ""; }}>Cancel</button><button type="button" class="main" disabled=${!note.trim()} onClick=${send}>Record</button></div></${Modal}>`;
}

export function Dialogs() {
  if (state.dialog.value === "help") return html`<${Help} />`;
  if (state.dialog.value === "compare") return html`<${Palette} beside />`;
  if (state.dialog.value === "palette") return html`<${Palette} />`;
  if (state.dialog.value === "reason") return html`<${Reason} />`;
  return null;
}
