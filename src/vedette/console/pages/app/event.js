// One finding: what was measured, what it rests on, and how sure the detector is.
import { useAsked } from "./ask.js";
import { Explain } from "./explain.js";
import { INFERRED, KINDS, Moment, html, made, minute, number, shipLink, shown, spot } from "./words.js";

export function EventCard({ id }) {
  const asked = useAsked(`/api/tables/events?event=${encodeURIComponent(id)}`);
  const places = useAsked("/api/map/places");
  const first = asked.data?.rows[0];
  const ships = useAsked(first?.ship ? `/api/ships?q=${encodeURIComponent(first.ship.replace(/^\w+:/, ""))}` : "");
  const name = ships.data?.ships.find((s) => s.ship === first?.ship)?.name;
  const called = (place) => places.data?.features.find((f) => f.properties.place === place)?.properties.name || place;
  return shown(asked, ({ rows: [row] }) => (row ? html`<article class="detail">
    <div class="line">${INFERRED.has(row.kind) ? html`<span class="inferred">inferred</span>` : html`<span class="observed">observed</span>`} ${made((row.source || "").startsWith("synthetic:"))}</div>
    <h2>${KINDS[row.kind] || row.kind}${row.place ? `: ${called(row.place)}` : ""}</h2>
    <p>${shipLink(row.ship, name ? `${name} (${(row.ship || "").replace(":", " ").replace(/^(imo|mmsi) /, (w) => w.toUpperCase())})` : "")} ${row.other_mmsi ? html`and ${shipLink(`mmsi:${row.other_mmsi}`)}` : null}</p>
    <p><${Moment} t=${row.start} /> to ${row.end ? html`<${Moment} t=${row.end} />` : html`<time>still going on</time>`} UTC${row.duration_h ? `, ${number(row.duration_h)} h` : ""}</p>
    ${row.lat != null ? html`<p class="spot">${row.end_lat != null && row.end_lat !== row.lat ? html`from ${spot(row.lat, row.lon)}<br />to ${spot(row.end_lat, row.end_lon)}` : spot(row.lat, row.lon)}</p>` : null}
    <p>Known since ${minute(row.known)}; rule ${row.rule}${row.confidence != null ? `; confidence ${number(row.confidence)} on the rule's own scale` : ""}.</p>
    <section><h3>Evidence, down to the record</h3><${Explain} id=${id} open=${1} /></section></article>` : html`<p class="empty">There is no such event in this snapshot.</p>`));
}
