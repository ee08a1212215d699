// One state for all views: which view, which window of time, what is selected. It lives in the address.
import { signal, computed, effect, batch } from "@preact/signals";

/** @typedef {{view: string, from: string, to: string, sel: string, at: string, layers: string, q: string, theme: string}} Place */

export const VIEWS = [
  ["map", "Map", "1"], ["alerts", "Alerts", "2"], ["ship", "Ship", "3"], ["indicators", "Indicators", "4"],
  ["hypotheses", "Hypotheses", "5"], ["claims", "Claims", "6"], ["flows", "Flows", "7"],
  ["lists", "Lists", "8"], ["brief", "Brief", "9"], ["status", "Status", "0"],
];
const NAMES = new Set([...VIEWS.map((v) => v[0]), "api"]);
export const LAYERS = [
  ["ships", "Ships and trails"], ["density", "Density of positions"], ["events", "Findings"],
  ["calls", "Calls by place"], ["places", "Watched places"], ["coverage", "Coverage: where we can hear"],
];
const DEFAULT_LAYERS = "ships,density,events,calls,places";

export const view = signal("map");
export const from = signal("");
export const to = signal("");
/** What is selected: "alert:…", "ship:…", "event:…", "claim:…", "series:…", "place:…" or "". */
export const selected = signal("");
export const at = signal("");
export const layers = signal(DEFAULT_LAYERS);
export const query = signal("");
/** Which of the alerts or claims are listed; "" for what the view shows of itself. */
export const filter = signal("");
/** The snapshot that a pasted address was made on. */
export const asOf = signal("");
export const theme = signal("dark");

export const caseInfo = signal(/** @type {any} */ (null));
export const snapshot = signal("");
export const job = signal({ state: "idle", words: "", done: 0, of: 0 });
export const live = signal("connecting");
/** What `vedette listen` last said of its feeds. */
export const health = signal({ at: "", feeds: /** @type {any[]} */ ([]) });
/** What the selection is compared with: a ship, a hypothesis, or the start of another window of time. */
export const other = signal("");
export const toast = signal("");
export const dialog = signal("");
/** The alert under the mouse, wherever it is shown. */
export const hovered = signal("");
export const timing = signal(/** @type {any} */ (null));
/** Whether the timeline stands, the last of what can be read at first sight. */
export const timed = signal(false);
export const notes = signal(/** @type {string[]} */ ([]));

export const selectedShip = computed(() => (selected.value.startsWith("ship:") ? selected.value.slice(5) : ""));
export const hasLayer = (name) => layers.value.split(",").includes(name);

/** Move to another place in the console; with `replace` the way back does not stop here. */
export function go(changes, replace = false) {
  batch(() => {
    if ("view" in changes && changes.view !== view.value) filter.value = "";
    if ("filter" in changes) filter.value = changes.filter;
    if ("view" in changes && NAMES.has(changes.view)) view.value = changes.view;
    if ("from" in changes) from.value = changes.from;
    if ("to" in changes) to.value = changes.to;
    if ("sel" in changes) selected.value = changes.sel;
    if ("at" in changes) at.value = changes.at;
    if ("layers" in changes) layers.value = changes.layers;
    if ("with" in changes) other.value = changes.with;
    if ("q" in changes) query.value = changes.q;
    if ("theme" in changes) theme.value = changes.theme;
  });
  const next = address();
  if (next === location.pathname + location.search) return;
  history[replace ? "replaceState" : "pushState"](null, "", next);
}

/** The address of this place, or of where these changes would lead. */
export function address(changes = {}) {
  const said = new URLSearchParams();
  const put = (name, key, now, usual = "") => { const value = changes[key] ?? now; if (value !== usual) said.set(name, value); };
  put("view", "view", view.value, "map");
  put("from", "from", from.value);
  put("to", "to", to.value);
  put("sel", "sel", selected.value);
  put("at", "at", at.value);
  put("layers", "layers", layers.value, DEFAULT_LAYERS);
  put("with", "with", other.value);
  put("q", "q", query.value);
  put("show", "filter", changes.view && changes.view !== view.value ? "" : filter.value);
  if (theme.value !== preferred()) said.set("theme", theme.value);
  const words = said.toString().replaceAll("%3A", ":").replaceAll("%2C", ",").replaceAll("%2F", "/");
  return "/" + (words ? "?" + words : "");
}

/** An address to give to others: it also says on which snapshot it was made. */
export function shared() {
  const at = address();
  return `${location.origin}${at}${at.includes("?") ? "&" : "?"}snap=${snapshot.value}`;
}

function preferred() {
  const kept = stored("vedette-theme");
  if (kept === "dark" || kept === "light") return kept;
  return matchMedia("(prefers-color-scheme: light)").matches ? "light" : "dark";
}
function stored(name) { try { return localStorage.getItem(name); } catch { return null; } }
export function keep(name, value) { try { localStorage.setItem(name, value); } catch { /* a private window */ } }
export function forget(name) { try { localStorage.removeItem(name); } catch { /* a private window */ } }
export const kept = stored;

export function readAddress() {
  const said = new URLSearchParams(location.search);
  const given = (name) => said.get(name) || "";
  const wanted = location.pathname === "/docs" ? "api" : said.get("view") || "map";
  batch(() => {
    view.value = NAMES.has(wanted) ? wanted : "map";
    from.value = time(said.get("from"));
    to.value = time(said.get("to"));
    selected.value = (said.get("sel") || "").slice(0, 200);
    at.value = /^-?[\d.]+,-?[\d.]+,[\d.]+$/.test(given("at")) ? given("at") : "";
    layers.value = said.has("layers") ? given("layers").slice(0, 200) : DEFAULT_LAYERS;
    other.value = given("with").slice(0, 200);
    filter.value = given("show").slice(0, 20);
    asOf.value = /^[0-9a-f]{12}$/.test(given("snap")) ? given("snap") : "";
    query.value = (said.get("q") || "").slice(0, 200);
    theme.value = ["dark", "light", "print"].includes(given("theme")) ? given("theme") : preferred();
  });
}
const time = (text) => (/^\d{4}-\d\d-\d\d(T\d\d:\d\d(:\d\d)?Z?)?$/.test(text || "") ? text : "");

effect(() => { document.documentElement.dataset.theme = theme.value; });
addEventListener("popstate", readAddress);

/** What tests, and people who automate, may read. */
window.vedette = { state: () => ({ view: view.value, from: from.value, to: to.value, selected: selected.value, other: other.value, at: at.value, layers: layers.value, theme: theme.value, snapshot: snapshot.value, live: live.value }) };

let silence = 0;
export function say(words) {
  toast.value = words;
  clearTimeout(silence);
  silence = setTimeout(() => { toast.value = ""; }, 4000);
}
