// The map with its panels: the alerts on the left, what is selected on the right.
import { useState } from "preact/hooks";
import { AlertDetail, AlertList, inWindow, useAlerts, useTriage } from "./alerts.js";
import { EventCard } from "./event.js";
import { ShipCard } from "./ship.js";
import * as state from "./state.js";
import { Empty, Wait, html, useLater } from "./words.js";

export function MapView() {
  const found = useAlerts();
  const chart = useLater(() => import("./chart.js"), Boolean(found.data || found.error)); // what can be read comes first
  const { inside, outside } = inWindow(found.data?.alerts || []);
  const [evidence, show] = useState(false);
  const row = useTriage(inside, { e: () => show(!evidence), Enter: () => show(true) });
  const [wide, fold] = useState(state.kept("vedette-side") !== "no");
  const side = () => { state.keep("vedette-side", wide ? "no" : "yes"); fold(!wide); };
  const ship = state.selectedShip.value;
  const event = state.selected.value.startsWith("event:") ? state.selected.value.slice(6) : "";
  return html`<div class="mapview">
    ${wide ? html`<aside class="left" aria-label="Alerts"><div class="bar"><h2>Alerts <small>${inside.filter((r) => !r.decision).length} open</small></h2><button type="button" class="icon" aria-label="Fold the alerts away" onClick=${side}>«</button></div>
      ${!found.data ? html`<${Wait} />` : inside.length ? html`<${AlertList} rows=${inside} compact />` : html`<${Empty} title="No alert in this window">${found.data.checked}</${Empty}>`}
      ${outside ? html`<p class="outside">${outside} more outside the window of time</p>` : null}</aside>` : html`<button type="button" class="unfold" aria-label="Show the alerts" onClick=${side}>» ${inside.filter((r) => !r.decision).length} alerts</button>`}
    ${chart ? html`<${chart.Chart} alert=${row} />` : html`<div class="chartbox"><${Wait} what="Drawing the map…" /></div>`}
    ${row || ship || event ? html`<aside class="right" aria-label="What is selected"><div class="bar"><h2>${row ? "Alert" : ship ? "Ship" : "Finding"}</h2><button type="button" class="icon" aria-label="Close" onClick=${() => state.go({ sel: "" })}>×</button></div>
      ${row ? html`<${AlertDetail} row=${row} evidence=${evidence} />` : ship ? html`<${ShipCard} ship=${ship} />` : html`<${EventCard} id=${event} />`}</aside>` : null}
  </div>`;
}

