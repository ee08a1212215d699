// The strip of time: what was heard and found, when nobody listened; drag for a window, play to walk it.
import { useEffect, useLayoutEffect, useRef, useState } from "preact/hooks";
import { useAsked } from "./ask.js";
import { saveSvg } from "./picture.js";
import * as state from "./state.js";
import { KINDS, count, html, iso, seconds } from "./words.js";

const LANES = [["calls", "calls"], ["sightings", "sighted"], ["silences", "silences"], ["inferred", "inferred"], ["meetings", "meetings"], ["deception", "deception"]];
const LEFT = 74, RIGHT = 14, ROW = 11, TOP = 18, HEARD = 26;
const HEIGHT = TOP + HEARD + LANES.length * ROW + 18;

export function Timeline() {
  const asked = useAsked("/api/timeline");
  const box = useRef(/** @type {any} */ (null));
  const [width, resize] = useState(1000);
  const [drag, pull] = useState(/** @type {any} */ (null));
  const [playing, play] = useState(false);
  useEffect(() => {
    const watch = new ResizeObserver((all) => resize(Math.max(300, all[0].contentRect.width)));
    if (box.current) watch.observe(box.current);
    return () => watch.disconnect();
  }, []);
  const data = asked.data;
  const low = data?.first ?? 0, high = data?.last ?? 1;
  const from = Number.isFinite(seconds(state.from.value)) ? seconds(state.from.value) : low;
  const to = Number.isFinite(seconds(state.to.value)) ? seconds(state.to.value) : high;
  useEffect(() => {
    if (!playing) return undefined;
    const whole = from <= low && to >= high;
    const span = whole ? (high - low) / 12 : to - from;
    let start = whole ? low - span / 4 : from;
    const tick = setInterval(() => {
      start += span / 4;
      if (start + span > high + span / 4) { play(false); return; }
      put(start, start + span, true);
    }, 900);
    return () => clearInterval(tick);
  }, [playing]);
  const x = (t) => LEFT + ((t - low) / (high - low)) * (width - LEFT - RIGHT);
  const t = (px) => Math.min(high, Math.max(low, low + ((px - LEFT) / (width - LEFT - RIGHT)) * (high - low)));
  const place = (e) => e.clientX - box.current.getBoundingClientRect().left;
  const down = (e) => { if (e.button === 0 && place(e) >= LEFT - 4) { e.currentTarget.setPointerCapture(e.pointerId); pull({ one: t(place(e)), other: t(place(e)) }); } };
  const move = (e) => { if (drag) pull({ ...drag, other: t(place(e)) }); };
  const up = () => {
    if (!drag) return;
    const [a, b] = [Math.min(drag.one, drag.other), Math.max(drag.one, drag.other)];
    if (x(b) - x(a) > 4) put(a, b, false);
    pull(null);
  };
  useLayoutEffect(() => { if (asked.data || asked.error) state.timed.value = true; });
  useLayoutEffect(() => { state.timing.value = { shift, play: () => play((p) => !p) }; });
  const shift = (n) => put(from + n * (to - from) / 2, to + n * (to - from) / 2, false);
  const shownFrom = drag ? Math.min(drag.one, drag.other) : from, shownTo = drag ? Math.max(drag.one, drag.other) : to;
  const windowed = state.from.value || state.to.value;
  return html`<section class="timeline" aria-label="Timeline">
    <div class="timetools">
      <button type="button" aria-pressed=${playing} aria-label=${playing ? "Stop" : "Play the window through time"} title="Play" onClick=${() => play(!playing)}>${playing ? "■" : "▶"}</button>
      <button type="button" aria-label="Earlier" title="Half a window earlier" onClick=${() => shift(-1)}>‹</button>
      <button type="button" aria-label="Later" title="Half a window later" onClick=${() => shift(1)}>›</button>
      <button type="button" aria-label="The strip of time as SVG" title="As SVG" onClick=${() => { const svg = box.current?.querySelector("svg"); if (svg) saveSvg(svg, "timeline"); }}>⇩</button>
      <button type="button" title="The whole case" disabled=${!windowed} onClick=${() => state.go({ from: "", to: "" })}>All</button>
    </div>
    <div class="strip" ref=${box}>${data ? html`<svg width=${width} height=${HEIGHT} role="img" aria-label=${`From ${iso(low).slice(0, 10)} to ${iso(high).slice(0, 10)}; window ${iso(from).slice(0, 10)} to ${iso(to).slice(0, 10)}`} onPointerDown=${down} onPointerMove=${move} onPointerUp=${up}>
      <defs><pattern id="unheard" width="6" height="6" patternUnits="userSpaceOnUse" patternTransform="rotate(45)"><rect width="2" height="6" class="unheard" /></pattern></defs>
      <${Drawn} data=${data} x=${x} width=${width} />
      <rect class="shade" x=${LEFT} y=${TOP} width=${Math.max(0, x(shownFrom) - LEFT)} height=${HEIGHT - TOP - 16} /><rect class="shade" x=${x(shownTo)} y=${TOP} width=${Math.max(0, width - RIGHT - x(shownTo))} height=${HEIGHT - TOP - 16} />
      ${windowed || drag ? html`<rect class="brush" x=${x(shownFrom)} y=${TOP} width=${Math.max(1, x(shownTo) - x(shownFrom))} height=${HEIGHT - TOP - 16} />` : null}
    </svg>` : html`<div class="empty small">${asked.error || "Reading the record…"}</div>`}</div></section>`;
}

function put(a, b, replace) {
  const text = (s) => (b - a > 20 * 86400 ? iso(s).slice(0, 10) : iso(s).slice(0, 16) + "Z");
  state.go({ from: text(a), to: text(b) }, replace);
}

function Drawn({ data, x, width }) {
  const n = data.heard.length, low = data.first, wide = (data.last - data.first) / n;
  const edge = (k) => x(low + k * wide);
  const most = Math.max(1, ...data.heard);
  const base = TOP + HEARD;
  const area = data.heard.map((v, k) => (v ? `M${edge(k).toFixed(1)} ${base}V${(base - 2 - (HEARD - 3) * Math.sqrt(v / most)).toFixed(1)}H${edge(k + 1).toFixed(1)}V${base}Z` : "")).join("");
  const deaf = runs(data.listened, (v) => v < 0.05);
  return html`<g>
    ${ticks(low, data.last).filter(([s]) => x(s) < width - 62).map(([s, words]) => html`<g><line class="tick" x1=${x(s)} x2=${x(s)} y1=${TOP} y2=${HEIGHT - 16} /><text x=${x(s) + 3} y=${HEIGHT - 4} class="axis">${words}</text></g>`)}
    ${deaf.map(([a, b]) => html`<rect x=${edge(a)} y=${TOP} width=${edge(b) - edge(a)} height=${HEARD} fill="url(#unheard)"><title>No feed of positions: silence here means nothing</title></rect>`)}
    ${data.outages.map(([a, b]) => html`<rect class="outage" x=${x(a)} y=${TOP} width=${Math.max(1, x(b) - x(a))} height=${HEARD}><title>Outage of the feed</title></rect>`)}
    <path class="heard" d=${area} /><text x=${LEFT - 6} y=${base - 6} class="lane">heard</text>
    ${LANES.map(([name, words], k) => {
      const y = base + k * ROW + 2, bins = data.lanes[name] || [], top = Math.max(1, ...bins);
      const d = bins.map((v, i) => (v ? `M${edge(i).toFixed(1)} ${y + ROW - 2}v${-(2.5 + (ROW - 5) * Math.sqrt(v / top)).toFixed(1)}h${Math.max(1.2, (edge(1) - edge(0)) - 0.4).toFixed(1)}V${y + ROW - 2}Z` : "")).join("");
      const sum = bins.reduce((a, b) => a + b, 0);
      return html`<g class=${`lane-${name}`}><title>${count(sum, "event")}</title><line class="base" x1=${LEFT} x2=${width - RIGHT} y1=${y + ROW - 2} y2=${y + ROW - 2} /><text x=${LEFT - 6} y=${y + ROW - 2} class="lane">${words}</text><path d=${d} /></g>`;
    })}
    ${data.labelled.filter((one) => seconds(one.time) >= low && seconds(one.time) <= data.last).map((one) => html`<g class="flag"><line x1=${x(seconds(one.time))} x2=${x(seconds(one.time))} y1=${TOP - 2} y2=${HEIGHT - 16} /><title>${one.time.slice(0, 10)}: ${one.words}</title></g>`)}
    ${data.alerts.filter((a) => seconds(a.raised) >= low).map((a) => html`<g class=${`pin l${a.level} ${state.selected.value === `alert:${a.alert}` || state.hovered.value === a.alert ? "on" : ""}`} onMouseEnter=${() => { state.hovered.value = a.alert; }} onMouseLeave=${() => { state.hovered.value = ""; }} onPointerDown=${(e) => e.stopPropagation()} onClick=${() => state.go({ sel: `alert:${a.alert}` })}><path d=${`M${x(seconds(a.raised))} ${TOP}l-5 -9h10z`} /><title>Level ${a.level}, ${a.raised.slice(0, 10)}: ${a.title}</title></g>`)}
  </g>`;
}

function runs(values, fits) {
  const found = [];
  values.forEach((v, k) => { if (fits(v)) { const last = found[found.length - 1]; if (last && last[1] === k) last[1] = k + 1; else found.push([k, k + 1]); } });
  return found;
}

function ticks(low, high) {
  const days = (high - low) / 86400, out = [];
  const months = days > 1500 ? 12 : days > 500 ? 3 : days > 60 ? 1 : 0;
  const at = new Date(low * 1000);
  if (!months) {
    const step = Math.max(1, Math.round(days / 10));
    for (let s = Math.ceil(low / 86400) * 86400; s < high; s += step * 86400) out.push([s, iso(s).slice(5, 10)]);
    return out;
  }
  for (let y = at.getUTCFullYear(), m = 0; out.length < 60; m += months) {
    const s = Date.UTC(y, m, 1) / 1000;
    if (s > high) break;
    if (s >= low) out.push([s, new Date(s * 1000).toLocaleString("en-GB", { month: "short", year: "numeric", timeZone: "UTC" })]);
  }
  return out;
}
