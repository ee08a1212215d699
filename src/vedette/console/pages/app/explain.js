// Evidence, one click away: from a conclusion down to the line of a file.
import { useAsked } from "./ask.js";
import { KINDS, html, number, safeUrl, shown } from "./words.js";

const NAMES = { alerts: "Alert", assessments: "Judgement", evidence: "Evidence", indicators: "Indicator", events: "Event", sightings: "Sighting", claims: "Claim", reports: "Report", entities: "List entry", places: "Place", files: "File", records: "Record" };

/** With `bare` the conclusion itself is not said again, since it stands above. */
export function Explain({ id, open = 2, bare = false }) {
  const asked = useAsked(id ? `/api/explain/${encodeURIComponent(id)}` : "");
  return shown(asked, (data) => html`<div class="explain">${bare && data.explained.because.length ? html`${data.explained.because.map((one) => html`<${Node} key=${one.id} node=${one} open=${open - 1} />`)}${data.explained.more ? html`<p class="more">and ${data.explained.more} more</p>` : null}<p class="id"><code>${id}</code></p>` : html`<${Node} node=${data.explained} open=${open} />`}</div>`, "Looking for what it rests on…");
}

function Node({ node, open }) {
  const says = node.says || {};
  const title = (node.table === "assessments" && says.hypothesis && `${says.hypothesis}: ${says.words || ""}, until ${String(says.until || "").slice(0, 10)}`) || says.title || says.text || says.statement || (says.kind && (KINDS[says.kind] || says.kind)) || says.series || says.name || node.id;
  const rest = Object.entries(says).filter(([name, value]) => value != null && value !== title && name !== "details" && name !== "because");
  const details = parsed(says.details);
  return html`<details class=${`node ${node.table}`} open=${open > 0}>
    <summary><span class="tag">${NAMES[node.table] || node.table}</span> ${String(title).slice(0, 300)}</summary>
    <dl>${rest.map(([name, value]) => html`<dt>${label(name)}</dt><dd>${said(name, value)}</dd>`)}
      ${details.map(([name, value]) => html`<dt>${label(name)}</dt><dd>${short(value)}</dd>`)}</dl>
    ${node.record ? html`<p class="record"><span>read at</span> <code>${node.record}</code></p>` : null}
    ${node.text ? html`<pre class="line">${node.text.slice(0, 800)}</pre>` : node.record ? html`<p class="gone">The line is no longer there, or the file has changed.</p>` : null}
    ${node.because.map((one) => html`<${Node} key=${one.id} node=${one} open=${open - 1} />`)}
    ${node.more ? html`<p class="more">and ${node.more} more; <code>vedette explain ${node.id} --at-most</code> shows them</p>` : null}
    <p class="id"><code>${node.id}</code></p></details>`;
}
const UNITS = { h: "hours", kn: "knots", m: "metres", km: "km", nm: "nautical miles", s: "seconds", deg: "degrees", t: "tonnes" };
/** A column in words: its unit in brackets, no underscores. */
function label(name) {
  const parts = name.split("_"), unit = parts.length > 1 && UNITS[parts.at(-1)];
  return (unit ? `${parts.slice(0, -1).join(" ")} (${unit})` : parts.join(" "));
}
function said(name, value) {
  if (name === "kind") return KINDS[value] || String(value);
  if (name === "url" && safeUrl(value)) return html`<a href=${safeUrl(value)} rel="noreferrer noopener" target="_blank">${value}</a>`;
  if (typeof value === "number") return number(value);
  return Array.isArray(value) ? value.join(", ") : String(value).replace(/^(\d{4}-\d\d-\d\d)[T ]00:00:00Z?$/, "$1");
}
function parsed(text) {
  try { return Object.entries(JSON.parse(text || "{}")).filter(([, v]) => v != null).slice(0, 24); } catch { return []; }
}
const short = (v) => (typeof v === "object" ? JSON.stringify(v).slice(0, 200) : typeof v === "number" ? number(v, 4) : String(v).slice(0, 200));
