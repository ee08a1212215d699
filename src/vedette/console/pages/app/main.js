// The frame: navigation, time, banners, what is live, keys that work everywhere.
import { render } from "preact";
import { useEffect } from "preact/hooks";
import { Alerts } from "./alerts.js";
import { ask, fault } from "./ask.js";
import { Brief } from "./brief.js";
import { Claims } from "./claims.js";
import { Window } from "./dates.js";
import { Dialogs } from "./dialogs.js";
import { Flows } from "./flows.js";
import { Hypotheses } from "./hypotheses.js";
import { listen } from "./keys.js";
import { Lists } from "./lists.js";
import { MapView } from "./map.js";
import { Api, Status } from "./status.js";
import { Ship } from "./ship.js";
import { Timeline } from "./timeline.js";
import * as state from "./state.js";
import { day, html, LEVELS, minute, useLater, Wait } from "./words.js";

/** Views whose library is large come when they are looked at. */
const later = (load, name) => function Later() {
  const module = useLater(load);
  return module ? html`<${module[name]} />` : html`<${Wait} />`;
};
const Indicators = later(() => import("./indicators.js"), "Indicators");

const PAGES = { map: MapView, alerts: Alerts, ship: Ship, indicators: Indicators, hypotheses: Hypotheses, claims: Claims, flows: Flows, lists: Lists, brief: Brief, status: Status, api: Api };
const TIMED = new Set(["map", "alerts", "ship", "indicators"]);
const THEMES = { dark: "light", light: "print", print: "dark" };
const ICONS = {
  map: "M9 4 3 6v14l6-2 6 2 6-2V4l-6 2zM9 4v14M15 6v14", alerts: "M12 3 2 20h20zM12 10v4M12 17v.5", ship: "M4 14h16l-2.5 6h-11zM7 14V9h10v5M12 9V4",
  indicators: "M3 20h18M4 15l5-6 4 4 7-9", hypotheses: "M3 6h18M3 12h18M3 18h18M9 3v18M15 3v18", claims: "M4 4h16v12H10l-4 4v-4H4z",
  flows: "M4 8h14l-4-4M20 16H6l4 4",
  lists: "M8 6h13M8 12h13M8 18h13M3 6h1M3 12h1M3 18h1", brief: "M6 3h9l4 4v14H6zM9 12h7M9 16h7M9 8h3", status: "M3 12h4l3-8 4 16 3-8h4",
};

function Rail() {
  return html`<nav class="rail" aria-label="Views">
    <a class="mark" href="/" aria-label="vedette, the map" onClick=${(e) => { e.preventDefault(); state.go({ view: "map" }); }}><img src="/favicon.ico" alt="" width="28" height="28" /></a>
    ${state.VIEWS.map(([name, words, key]) => html`<button type="button" key=${name} class=${state.view.value === name ? "on" : ""} aria-current=${state.view.value === name ? "page" : null}
      title=${`${words} (g ${key})`} onClick=${() => state.go({ view: name })}>
      <svg viewBox="0 0 24 24" aria-hidden="true"><path d=${ICONS[name]} /></svg><span>${words}</span></button>`)}
  </nav>`;
}

function Top() {
  const info = state.caseInfo.value;
  const grave = info?.levels?.[0];
  return html`<header class="top">
    <div class="title"><b>${info ? info.title : "vedette"}</b>${grave ? html`<button type="button" class=${`level l${grave.level}`} title="The gravest hypothesis, as last judged" onClick=${() => state.go({ view: "hypotheses", sel: `hypothesis:${grave.hypothesis}` })}>Level ${grave.level} ${LEVELS[grave.level]}: ${grave.hypothesis}</button>` : null}</div>
    <button type="button" class="search" onClick=${() => { state.dialog.value = "palette"; }}><span>Ship, number, place…</span><kbd>Ctrl K</kbd></button>
    <${Window} /><${Heard} />
    <button type="button" class="icon" title="Copy a link to just this, with its snapshot" aria-label="Copy a link" onClick=${copy}><svg viewBox="0 0 24 24" aria-hidden="true"><path d="M9 9h11v11H9zM5 15H4V4h11v1" /></svg></button>
    <button type="button" class="icon" title="Theme: dark, light, print" aria-label="Change theme" onClick=${theme}>◐</button>
    <button type="button" class="icon" title="Keys (?)" aria-label="Keys and help" onClick=${() => { state.dialog.value = "help"; }}>?</button>
  </header>`;
}

const STALE_DAYS = 14;
/** How fresh the data is, and whether the feeds and this page are still heard. */
function Heard() {
  const info = state.caseInfo.value, { at, feeds } = state.health.value;
  const line = state.live.value;
  const page = line === "live" ? "This page is told of every change." : `This page is ${line === "offline" ? "cut off from the server: what it shows may be old" : "connecting"}.`;
  const down = feeds.filter((feed) => !feed.connected);
  const old = !feeds.length && info?.heard_to && info.until ? Math.floor((Date.parse(info.until) - Date.parse(info.heard_to)) / 864e5) : 0;
  const words = feeds.length ? `feeds ${feeds.length - down.length} of ${feeds.length}, ${minute(at).slice(5)}` : info?.heard_to ? `${old > STALE_DAYS ? "last heard" : "heard to"} ${day(info.heard_to)}` : info ? "no positions" : "…";
  const more = feeds.length ? `vedette listen last wrote at ${minute(at)} UTC. ${down.map((feed) => `${feed.feed}: ${feed.trouble || "not connected"}.`).join(" ")}` : `Positions come from files; no feed is listened to.${old > STALE_DAYS ? ` The case was judged on what was known until ${day(info.until)}: of the ${old} days before that no position is in it, so what ships did then was not looked at.` : ""}`;
  return html`<button type="button" class=${`live ${line === "live" && down.length ? "trouble" : line === "live" && old > STALE_DAYS ? "stale" : line}`} title=${`${more} ${page}`} onClick=${() => state.go({ view: "status" })}><i></i><span>${line === "offline" ? "offline" : words}${line !== "offline" && old > STALE_DAYS ? html`<span class="wide">, ${old} days old</span>` : null}</span></button>`;
}

function copy() {
  const link = state.shared();
  (navigator.clipboard?.writeText(link) ?? Promise.reject(new Error("no clipboard"))).then(() => state.say("The link is copied."), () => { history.replaceState(null, "", link); state.say("The address above is the link: copy it."); });
}

function theme() {
  const next = THEMES[state.theme.value];
  state.keep("vedette-theme", next === "print" ? "light" : next);
  state.go({ theme: next }, true);
}

function Banners() {
  const info = state.caseInfo.value;
  const job = state.job.value;
  return html`<div class="banners">
    ${fault.value ? html`<div class="banner bad" role="alert">${fault.value}</div>` : null}
    ${info?.synthetic?.length ? html`<div class="banner synthetic"><b>Synthetic data.</b> The tracks of ${info.synthetic.join(", ")} are invented for demonstration; whatever rests on them is marked and weighs nothing.</div>` : null}
    ${info && state.asOf.value && state.asOf.value !== state.snapshot.value ? html`<div class="banner warn"><b>Not the same data.</b> This link was made on snapshot <code>${state.asOf.value}</code>; the case is now at <code>${state.snapshot.value}</code>, so numbers may differ. <button type="button" class="link" onClick=${() => { state.asOf.value = ""; }}>Understood</button></div>` : null}
    ${info && !info.ran ? html`<div class="banner warn"><b>Not run yet.</b> Nothing has been looked for; no alert here means nothing. <button type="button" class="link" onClick=${() => state.go({ view: "status" })}>Run the case</button></div>` : null}
    ${job.state === "running" ? html`<div class="banner info" role="status">Running: ${job.of ? `${job.done} of ${job.of} ` : ""}${job.words}<progress max=${job.of || 1} value=${job.done} aria-label="Progress of the run"></progress></div>` : null}
    ${job.state === "failed" ? html`<div class="banner bad" role="alert">The run failed. ${job.words}</div>` : null}
  </div>`;
}

function App() {
  useEffect(() => listen(), []);
  const Page = PAGES[state.view.value] || MapView;
  const ready = state.caseInfo.value;
  return html`<div class="frame"><a class="skip" href="#main">Skip to content</a><${Rail} /><div class="body"><${Top} /><${Banners} />
    <main id="main" tabindex="-1" class=${`view ${state.view.value}`}>${ready ? html`<${Page} />` : html`<${Wait} what="Opening the case…" />`}</main>
    ${ready && TIMED.has(state.view.value) ? html`<${Timeline} />` : null}
    <footer class="foot"><span>vedette ${ready?.version}</span><span>snapshot <code>${state.snapshot.value}</code></span><span>judged on what was known until ${minute(ready?.until) || "–"} UTC</span><span class="grow"></span><span>Findings are observations with limits; they accuse nobody.</span></footer>
    </div><${Dialogs} /><div class=${`toast ${state.toast.value ? "on" : ""}`} role="status" aria-live="polite">${state.toast.value}</div></div>`;
}

/** Listen to the server; a lost line is found again, and what was missed is asked for. */
function follow() {
  const stream = new EventSource("/api/stream");
  stream.addEventListener("open", () => { state.live.value = "live"; });
  stream.addEventListener("error", () => { state.live.value = "offline"; });
  stream.addEventListener("snapshot", (e) => { const now = JSON.parse(e.data).snapshot; if (now !== state.snapshot.value) refresh(); });
  stream.addEventListener("alert", (e) => { const a = JSON.parse(e.data); state.say(`New alert, level ${a.level}: ${a.title}`); });
  stream.addEventListener("health", (e) => { state.health.value = JSON.parse(e.data); });
  stream.addEventListener("job", (e) => { state.job.value = JSON.parse(e.data); });
  addEventListener("pagehide", () => stream.close());
}

// Paper is white, whatever the screen.
addEventListener("beforeprint", () => { document.documentElement.dataset.theme = "print"; });
addEventListener("afterprint", () => { document.documentElement.dataset.theme = state.theme.value; });

/** Fetch modules without running them yet. */
function ahead(...hrefs) {
  for (const href of hrefs) document.head.append(Object.assign(document.createElement("link"), { rel: "modulepreload", href }));
}

export async function refresh() {
  try {
    const info = await ask("/api/case");
    state.caseInfo.value = info;
    state.snapshot.value = info.snapshot;
    document.title = `${info.title} · vedette`;
  } catch (/** @type {any} */ error) { fault.value = error.message; }
}

state.readAddress();
render(html`<${App} />`, /** @type {HTMLElement} */ (document.getElementById("app")));
document.querySelector("#app > .loading")?.remove();
refresh().then(() => {
  follow();
  if (state.view.value !== "map") return;
  // What can be read is asked for first; then what the map will want.
  for (const name of ["world", "northeast-asia"]) document.head.append(Object.assign(document.createElement("link"), { rel: "preload", as: "fetch", href: `/basemap/${name}.pmtiles`, crossOrigin: "anonymous" }));
  ahead("/vendor/maplibre-gl/maplibre-gl.mjs", "/app/chart.js", "/app/legend.js", "/app/mapstyle.js");
});
