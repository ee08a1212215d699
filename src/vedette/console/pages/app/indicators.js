// Indicators: each series against what was to be expected, shaded where nobody looked.
import uPlot from "uplot";
import { useEffect, useRef } from "preact/hooks";
import { useAsked } from "./ask.js";
import { TimesBeside } from "./beside.js";
import { Explain } from "./explain.js";
import { useKeys } from "./keys.js";
import { INK } from "./mapstyle.js";
import { Edge } from "./pane.js";
import { savePng } from "./picture.js";
import * as state from "./state.js";
import { Exports, Head, count, day, html, link, made, number, seconds, shown } from "./words.js";

export function Indicators() {
  const found = useAsked("/api/indicators");
  const all = found.data?.series || [];
  const name = state.selected.value.startsWith("series:") ? state.selected.value.slice(7) : all[0]?.series;
  const n = Math.max(0, all.findIndex((s) => s.series === name));
  const to = (k) => all[k] && state.go({ sel: `series:${all[k].series}` }, true);
  const two = state.other.value.startsWith("time:");
  useKeys({ j: () => to(Math.min(n + 1, all.length - 1)), k: () => to(Math.max(n - 1, 0)), ArrowDown: () => to(Math.min(n + 1, all.length - 1)), ArrowUp: () => to(Math.max(n - 1, 0)) });
  return html`<${Head} title="Indicators" sub="Counts by week, each against how much was looked. A week in which nobody looked is missing, not zero."><button type="button" aria-pressed=${Boolean(two)} onClick=${() => state.go({ with: two ? "" : "time:" })}>${two ? "One time only" : "Compare two times"}</button><${Exports} table="indicators" params=${name ? `&series=${encodeURIComponent(name)}` : ""} /></${Head}>
    ${two && found.data ? html`<${Beside} all=${all} />` : null}
    ${shown(found, (data) => (all.length ? html`<div class="split indicators"><ol class="side series">${all.map((s, k) => html`<li key=${s.series}>${!k || quiet(s) !== quiet(all[k - 1]) ? html`<h3>${quiet(s) ? `Never in alarm: ${all.filter(quiet).length}` : `In alarm at some time: ${all.filter((one) => !quiet(one)).length}`}</h3>` : null}<button type="button" class=${`card ${s.series === all[n].series ? "on" : ""}`} aria-pressed=${s.series === all[n].series} onClick=${() => state.go({ sel: `series:${s.series}` })}>
        <b>${s.words}</b><span class="line">${made(s.synthetic)}<small>${count(s.value.filter((v) => v != null).length, "week")} observed, ${s.value.filter((v) => v == null).length} not; ${alarms(s)}</small></span><${Spark} s=${s} /></button></li>`)}</ol>
      <${Edge} name="series" words="Width of the list" /><div class="rest"><${Series} s=${all[n]} labelled=${data.labelled} key=${all[n].series} /></div></div>` : html`<div class="empty"><b>No indicator yet.</b> The case has not been run, or nothing could be counted.</div>`))}`;
}

/** Two times: the window, or the last half year, and the same length before it or a year before. */
function Beside({ all }) {
  const last = Math.max(...all.flatMap((s) => s.end.map(seconds)).filter(Number.isFinite));
  const high = Number.isFinite(seconds(state.to.value)) ? seconds(state.to.value) : last;
  const low = Number.isFinite(seconds(state.from.value)) ? seconds(state.from.value) : high - 26 * WEEK;
  const said = seconds(state.other.value.slice(5)), start = Number.isFinite(said) ? said : low - 52 * WEEK;
  const move = (t) => state.go({ with: `time:${new Date(t * 1000).toISOString().slice(0, 10)}` });
  return html`<section class="sheet"><div class="bar"><h2>Two times side by side</h2><span class="chips"><button type="button" class=${start === low - 52 * WEEK ? "on" : ""} onClick=${() => move(low - 52 * WEEK)}>52 weeks before</button>
    <button type="button" class=${start === low - (high - low) ? "on" : ""} onClick=${() => move(low - (high - low))}>just before</button></span></div>
    <${TimesBeside} series=${all} one=${[low, high]} other=${[start, start + high - low]} open=${(name) => state.go({ sel: `series:${name}` })} /></section>`;
}
const quiet = (s) => !s.alarm.some(Boolean);
const WEEK = 7 * 86400;
const alarms = (s) => { const k = s.alarm.filter(Boolean).length; return k ? `in alarm in ${count(k, "week")}` : "never in alarm"; };

function Spark({ s }) {
  const n = s.value.length, most = Math.max(1, ...s.value.filter((v) => v != null)), w = 250;
  return html`<svg class="spark" viewBox=${`0 0 ${w} 26`} preserveAspectRatio="none" aria-hidden="true">
    <path class="blind" d=${s.value.map((v, k) => (v == null ? `M${(k / n) * w} 0h${w / n + 0.2}v26h${-w / n - 0.2}z` : "")).join("")} />
    <path class="bars" d=${s.value.map((v, k) => (v ? `M${(k / n) * w} 26v${-2 - 22 * (v / most)}h${Math.max(1, w / n - 0.3)}V26z` : "")).join("")} />
    <path class="alarm" d=${s.value.map((v, k) => (s.alarm[k] ? `M${(k / n) * w} 26v${-2 - 22 * ((v || 0) / most)}h${Math.max(1.4, w / n)}V26z` : "")).join("")} /></svg>`;
}

function Series({ s, labelled }) {
  const box = useRef(/** @type {any} */ (null)), plot = useRef(/** @type {any} */ (null));
  const ink = INK[state.theme.value];
  const last = [...s.alarm.keys()].filter((k) => s.alarm[k]).at(-1);
  const low = seconds(state.from.value), high = seconds(state.to.value);
  useEffect(() => {
    const times = s.start.map(seconds);
    const make = () => {
      plot.current?.destroy();
      if (!box.current) return;
      const width = box.current.clientWidth;
      plot.current = new uPlot(/** @type {any} */ (options(s, ink, width, labelled, low, high)), [times, s.value, s.expected, s.low, s.high, s.alarm.map((a, k) => (a ? s.value[k] : null))], box.current);
    };
    make();
    const watch = new ResizeObserver(() => { if (plot.current && box.current && Math.abs(plot.current.width - box.current.clientWidth) > 4) make(); });
    watch.observe(box.current);
    return () => { watch.disconnect(); plot.current?.destroy(); plot.current = null; };
  }, [s, state.theme.value, low, high]);
  const png = () => { const canvas = plot.current?.root.querySelector("canvas"); if (canvas) savePng(canvas, s.series, s.synthetic ? "rests on synthetic rows" : ""); };
  return html`<article class="detail wide"><div class="line">${made(s.synthetic)} <small>series <code>${s.series}</code>, rule ${s.rule}</small><span class="known"><button type="button" class="link" onClick=${png}>PNG</button></span></div><h2>${s.words}</h2>
    <div class="plot" ref=${box} role="img" aria-label=${`${s.words}: ${alarms(s)}`}></div>
    <p class="legendline"><i class="key bar"></i> counted <i class="key band"></i> 80 % of what was to be expected <i class="key blind"></i> not observed, or thinly <i class="key alarm"></i> in alarm <i class="key flagged"></i> labelled event</p>
    <${Events} labelled=${labelled} s=${s} />
    ${last != null ? html`<section><h3>Last alarm: week of ${day(s.start[last])}</h3><p>${number(s.window[last])} in the window tested; the chance of as many or more if nothing had changed is p = ${number(s.surprise[last], 2)}. Known since ${day(s.known[last])}.</p><${Explain} id=${s.indicator[last]} open=${1} /></section>` : html`<section><p>Never in alarm in the ${count(s.value.filter((v) => v != null).length, "week")} observed. Of the ${s.value.filter((v) => v == null).length} weeks not observed nothing can be said.</p></section>`}</article>`;
}

/** What happened meanwhile, with the numbers that stand on the chart. */
function Events({ labelled, s }) {
  const first = seconds(s.start[0]), last = seconds(s.end.at(-1));
  const rows = labelled.map((one, k) => [one, k + 1]).filter(([one]) => seconds(one.time) >= first && seconds(one.time) <= last);
  return rows.length ? html`<details class="meanwhile"><summary>${count(rows.length, "labelled event")}, numbered on the chart: what was said to have happened, whatever the counts show</summary><ol>${rows.map(([one, k]) => html`<li><b>${k}</b> <time>${day(one.time)}</time> ${one.claim ? link(one.words.replace(/^LABEL:\s*/, ""), { view: "claims", sel: `claim:${one.claim}` }) : one.words}</li>`)}</ol></details>` : null;
}

function options(s, ink, width, labelled, low, high) {
  const week = 7 * 86400;
  const shade = (u) => {
    const { ctx, bbox } = u;
    ctx.save();
    ctx.beginPath(); ctx.rect(bbox.left, bbox.top, bbox.width, bbox.height); ctx.clip();
    for (let k = 0; k < s.value.length; k++) {
      const thin = s.value[k] == null ? 1 : Math.max(0, 1 - (s.exposure[k] ?? 1) * 2);
      if (!thin) continue;
      const a = u.valToPos(u.data[0][k], "x", true), b = u.valToPos(u.data[0][k] + week, "x", true);
      ctx.globalAlpha = 0.08 + 0.2 * thin; ctx.fillStyle = ink.unobserved; ctx.fillRect(a, bbox.top, b - a, bbox.height);
      if (s.value[k] == null) { ctx.globalAlpha = 0.4; ctx.strokeStyle = ink.unobserved; ctx.lineWidth = 1; for (let y = bbox.top - 8; y < bbox.top + bbox.height + 8; y += 9) { ctx.beginPath(); ctx.moveTo(a, y + 6); ctx.lineTo(b, y - 2); ctx.stroke(); } }
    }
    ctx.globalAlpha = 0.18; ctx.fillStyle = ink.cover; ctx.beginPath();
    for (let k = 0; k < s.low.length; k++) {
      if (s.low[k] == null) continue;
      const a = u.valToPos(u.data[0][k], "x", true), b = u.valToPos(u.data[0][k] + week, "x", true), t = u.valToPos(s.high[k], "y", true), d = u.valToPos(s.low[k], "y", true);
      ctx.rect(a, t, b - a, Math.max(1, d - t));
    }
    ctx.fill();
    ctx.globalAlpha = 0.9; ctx.strokeStyle = ink.faint; ctx.setLineDash([3, 3]);
    for (const one of labelled) { const x = u.valToPos(seconds(one.time), "x", true); ctx.beginPath(); ctx.moveTo(x, bbox.top); ctx.lineTo(x, bbox.top + bbox.height); ctx.stroke(); }
    ctx.restore();
  };
  const names = (u) => { // numbers, since words of twenty events would lie over each other and over the bars
    const { ctx, bbox } = u;
    ctx.save(); ctx.fillStyle = ink.text; ctx.font = `600 ${10 * devicePixelRatio}px Inter, sans-serif`; ctx.textAlign = "center";
    const ends = [-1e9, -1e9, -1e9];
    labelled.forEach((one, k) => {
      const x = u.valToPos(seconds(one.time), "x", true), wide = (ctx.measureText(String(k + 1)).width + 5 * devicePixelRatio) / 2;
      if (x < bbox.left || x > bbox.left + bbox.width) return;
      const row = ends.findIndex((end) => x - wide > end);
      if (row < 0) return;
      ends[row] = x + wide;
      const y = bbox.top + (10 + 12 * row) * devicePixelRatio;
      ctx.strokeStyle = ink.halo; ctx.lineWidth = 4 * devicePixelRatio; ctx.lineJoin = "round";
      ctx.strokeText(String(k + 1), x, y); ctx.fillText(String(k + 1), x, y);
    });
    ctx.restore();
  };
  const axis = { stroke: ink.faint, grid: { stroke: ink.graticule, width: 1 }, ticks: { stroke: ink.graticule }, font: "11px Inter, sans-serif" };
  const bars = /** @type {any} */ (uPlot.paths).bars({ size: [0.9, 40, 1], align: 1 });
  return {
    width, height: Math.max(220, Math.min(380, innerHeight * 0.36)), tzDate: (t) => uPlot.tzDate(new Date(t * 1e3), "UTC"), cursor: { points: { show: false } },
    scales: { x: { time: true, min: Number.isFinite(low) ? low : undefined, max: Number.isFinite(high) ? high : undefined }, y: { range: (u, a, b) => [0, Math.max(1, b * 1.35)] } },
    axes: [axis, { ...axis, size: 42, incrs: [1, 2, 5, 10, 20, 50, 100, 200, 500, 1000, 2000, 5000, 10000] }],
    series: [{ label: "week of", value: (u, v) => (v == null ? "–" : new Date(v * 1e3).toISOString().slice(0, 10)) },
      { label: "counted", stroke: ink.ship, fill: ink.ship + "aa", paths: bars, points: { show: false }, value: (u, v) => (v == null ? "not observed" : v) },
      { label: "expected", stroke: ink.cover, width: 1.2, dash: [4, 3], points: { show: false }, value: (u, v) => number(v) },
      { label: "10 %", show: true, stroke: "transparent", points: { show: false }, value: (u, v) => number(v) }, { label: "90 %", stroke: "transparent", points: { show: false }, value: (u, v) => number(v) },
      { label: "in alarm", stroke: ink.dark, fill: ink.dark, paths: bars, points: { show: false }, value: (u, v) => (v == null ? "no" : "yes") }],
    hooks: { drawClear: [shade], draw: [names] },
  };
}
