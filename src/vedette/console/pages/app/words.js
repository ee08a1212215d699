// Words and small parts that all views share. Text of strangers reaches the page only as text nodes.
import { h } from "preact";
import { useEffect, useState } from "preact/hooks";
import htm from "htm";
import { address, go, say } from "./state.js";

export const html = htm.bind(h);
export const LEVELS = ["routine", "watch", "warning", "critical"];
export const KINDS = {
  gap: "AIS silence", port_call: "Port call", zone: "In a watched area", possible_call: "Possible call", possible_meeting: "Possible meeting",
  encounter: "Meeting at sea", loitering: "Loitering", false_position: "False position", identity_change: "Change of identity",
  identity_clash: "Clash of identity", missing_number: "No IMO number", escort: "Escort", draught_change: "Change of draught", destination_mismatch: "Other destination than said",
  call_chain: "Indirect voyage", cargo_seen: "Cargo seen", no_call: "Looked, and no ship there", calls: "Calls", sighted_call: "Call sighted",
};
export const INFERRED = new Set(["possible_call", "possible_meeting", "gap"]);

export const day = (t) => (t ? t.slice(0, 10) : "");
export const minute = (t) => (t ? `${t.slice(0, 10)} ${t.slice(11, 16)}` : "");
/** A moment in UTC, with the reader's own clock on hover. */
export const Moment = ({ t }) => (t ? html`<time datetime=${t} title=${`${new Date(seconds(t) * 1000).toLocaleString("en-GB", { timeZoneName: "short" })}, by your own clock`}>${minute(t)}</time>` : html`<time>–</time>`);
/** A place in degrees and minutes, and decimal. */
export function spot(lat, lon) {
  if (lat == null || lon == null) return "";
  const one = (value, wide, ends) => { const minutes = Math.round(Math.abs(value) * 600) / 10; return `${String(Math.floor(minutes / 60)).padStart(wide, "0")}°${(minutes % 60).toFixed(1).padStart(4, "0")}′${ends[value < 0 ? 1 : 0]}`; };
  return `${one(lat, 2, "NS")} ${one(lon, 3, "EW")} (${lat.toFixed(4)}, ${lon.toFixed(4)})`;
}
export const count = (n, one, many = one + "s") => `${(n ?? 0).toLocaleString("en-US")} ${n === 1 ? one : many}`;
export const number = (n, digits = 3) => (n == null ? "–" : Number(n.toPrecision(digits)).toLocaleString("en-US"));
export const percent = (p) => (p == null ? "–" : p < 0.01 ? "< 1 %" : `${Math.round(100 * p)} %`);
export const iso = (seconds) => new Date(seconds * 1000).toISOString().slice(0, 19) + "Z";
export const seconds = (text) => (text ? Date.parse(text.length === 10 ? text + "T00:00:00Z" : text.endsWith("Z") ? text : text + "Z") / 1000 : NaN);
export const safeUrl = (url) => (/^https?:\/\//i.test(url || "") ? url : "");
export const level = (n) => html`<span class=${`level l${n}`}>${n} ${LEVELS[n] ?? ""}</span>`;
export const made = (yes) => (yes ? html`<span class="madeup" title="Rests on made-up rows; they carry no weight">synthetic</span>` : null);
/** A way to another place in the console: an address like any other, so that it opens in a new tab too. */
export const link = (words, changes) => html`<a href=${address(changes)} onClick=${(e) => { if (e.ctrlKey || e.metaKey || e.shiftKey || e.button) return; e.preventDefault(); go(changes); }}>${words}</a>`;
export const shipLink = (key, words) => (key ? link(words || key, { view: "ship", sel: `ship:${key}` }) : html`<span>${words || "ship not known"}</span>`);

export const Wait = ({ what }) => html`<div class="empty" role="status"><span class="spin"></span>${what || "Loading…"}</div>`;
export const Failed = ({ error }) => html`<div class="empty bad" role="alert"><b>This could not be shown.</b><br />${error}</div>`;
export const Empty = ({ title, children }) => html`<div class="empty"><b>${title}</b><div>${children}</div></div>`;

/** One of three: waiting, failed, or the thing itself. */
export function shown(asked, make, what) {
  if (asked.error) return html`<${Failed} error=${asked.error} />`;
  if (!asked.data) return html`<${Wait} what=${what} />`;
  return make(asked.data);
}

export function save(name, data, type = "text/plain") {
  const url = URL.createObjectURL(data instanceof Blob ? data : new Blob([data], { type }));
  const a = Object.assign(document.createElement("a"), { href: url, download: name });
  a.click();
  setTimeout(() => URL.revokeObjectURL(url), 5000);
}
export const Exports = ({ table, params = "", forms = ["csv", "json"], named }) => html`<span class="exports">${named ? html`<small>${table}</small>` : null}
  ${forms.map((form) => html`<a href=${`/api/tables/${table}?as=${form}${form === "json" ? "&limit=5000" : ""}${params}`} download=${form === "json" ? `${table}.json` : true}>${form.toUpperCase()}</a>`)}</span>`;

export const Head = ({ title, sub, children }) => html`<header class="head"><div><h1>${title}</h1>${sub ? html`<p>${sub}</p>` : null}</div><div class="tools">${children}</div></header>`;

/** A module that is loaded once `now` holds and what there is has been painted; null until it is there. */
export function useLater(load, now = true) {
  const [made, set] = useState(/** @type {any} */ (null));
  useEffect(() => {
    if (!now || made) return;
    const begin = () => load().then((module) => set(module), (error) => say(`A part of the console could not be loaded: ${error.message}`));
    requestAnimationFrame(() => requestAnimationFrame(() => setTimeout(begin)));
  }, [now]);
  return made;
}
