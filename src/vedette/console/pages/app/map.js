// The map with its panels: the alerts on the left, what is selected on the right.
import { useState } from "preact/hooks";
import { AlertDetail, AlertList, NoAlert, inWindow, useAlerts, useTriage } from "./alerts.js";
import { EventCard } from "./event.js";
import { Edge } from "./pane.js";
import { ShipCard } from "./ship.js";
import * as state from "./state.js";
import { Wait, day, html, level, link, made, number, percent, useLater } from "./words.js";

const look = (what) => ({ view: what.startsWith("series:") ? "indicators" : "claims", sel: what });

/** The gravest judgement in words: what is warned, how sure, on what, and where to look further. */
function Warned() {
  const one = state.caseInfo.value?.levels?.[0];
  if (!one) return null;
  return html`<section class=${`warned l${one.level}`} aria-label="What is warned">
    <div class="line">${level(one.level)}<time>${day(one.until)}</time></div>
    <h2>${one.statement || one.hypothesis}</h2>
    <p>${one.words}, ${percent(one.low)} to ${percent(one.high)}; confidence ${one.confidence}.</p>
    ${one.weightiest.length ? html`<h3>Rests most on</h3><ul>${one.weightiest.map((item) => html`<li><b class="weight" title="How much more likely this is if the hypothesis is true than if it is not">×${number(item.lr, 2)}</b><span>${item.look ? link(item.title, look(item.look)) : item.title} <time>known ${day(item.known)}</time> ${made(item.synthetic)}</span></li>`)}</ul>` : html`<p>No evidence of weight.</p>`}
    <p class="ways">${link("Evidence for and against", { view: "hypotheses", sel: `hypothesis:${one.hypothesis}` })} · ${link("The brief", { view: "brief" })}</p></section>`;
}

export function MapView() {
  const found = useAlerts();
  const chart = useLater(() => import("./chart.js"), Boolean(found.data || found.error) && state.timed.value); // what can be read comes first
  const { inside, outside } = inWindow(found.data?.alerts || []);
  const [evidence, show] = useState(false);
  const row = useTriage(inside, { e: () => show(!evidence), Enter: () => show(true) });
  const [wide, fold] = useState(state.kept("vedette-side") !== "no");
  const side = () => { state.keep("vedette-side", wide ? "no" : "yes"); fold(!wide); };
  const ship = state.selectedShip.value;
  const event = state.selected.value.startsWith("event:") ? state.selected.value.slice(6) : "";
  return html`<div class="mapview">
    ${wide ? html`<aside class="left" aria-label="Alerts"><div class="bar"><h2>Alerts <small>${inside.filter((r) => !r.decision).length} open</small></h2><button type="button" class="icon" aria-label="Fold the alerts away" onClick=${side}>«</button></div>
      <${Warned} />
      ${!found.data ? html`<${Wait} />` : inside.length ? html`<${AlertList} rows=${inside} compact />` : html`<${NoAlert} title="No alert in this window" checked=${found.data.checked} />`}
      ${outside ? html`<p class="outside">${outside} more outside the window of time</p>` : null}</aside><${Edge} name="left" words="Width of the alerts" />` : html`<button type="button" class="unfold" aria-label="Show the alerts" onClick=${side}>» ${inside.filter((r) => !r.decision).length} alerts</button>`}
    ${chart ? html`<${chart.Chart} alert=${row} pointed=${inside.find((r) => r.alert === state.hovered.value)?.place || ""} />` : html`<div class="chartbox"><${Wait} what="Drawing the map…" /></div>`}
    ${row || ship || event ? html`<${Edge} name="right" words="Width of what is selected" after /><aside class="right" aria-label="What is selected"><div class="bar"><h2>${row ? "Alert" : ship ? "Ship" : "Finding"}</h2><button type="button" class="icon" aria-label="Close" onClick=${() => state.go({ sel: "" })}>×</button></div>
      ${row ? html`<${AlertDetail} row=${row} evidence=${evidence} />` : ship ? html`<${ShipCard} ship=${ship} />` : html`<${EventCard} id=${event} />`}</aside>` : null}
  </div>`;
}

