// Hypotheses in rows, evidence in columns by origin: what moves which, and what each item is worth alone.
import { useRef, useState } from "preact/hooks";
import { useAsked } from "./ask.js";
import { Explain } from "./explain.js";
import { useKeys } from "./keys.js";
import { saveSvg } from "./picture.js";
import * as state from "./state.js";
import { Empty, Exports, Head, day, html, level, made, number, percent, shown } from "./words.js";

export function Hypotheses() {
  const found = useAsked("/api/hypotheses");
  const all = found.data?.hypotheses || [];
  const [over, hover] = useState(/** @type {any} */ (null));
  const [item, choose] = useState("");
  const name = state.selected.value.startsWith("hypothesis:") ? state.selected.value.slice(11) : all[0]?.hypothesis;
  const n = Math.max(0, all.findIndex((h) => h.hypothesis === name));
  const to = (k) => { if (all[k]) { choose(""); state.go({ sel: `hypothesis:${all[k].hypothesis}` }, true); } };
  useKeys({ j: () => to(Math.min(n + 1, all.length - 1)), k: () => to(Math.max(n - 1, 0)), e: () => choose(item ? "" : all[n]?.assessment), Escape: () => (item ? choose("") : state.go({ sel: "" })) });
  const columns = clusters(all);
  const second = all.find((h) => `hypothesis:${h.hypothesis}` === state.other.value && h !== all[n]);
  return html`<${Head} title="Hypotheses" sub=${all.length ? `As judged on what was known until ${day(all[0].until)}. Hover an item: the judgement without it.` : ""}><${Exports} table="assessments" named /><${Exports} table="evidence" named /></${Head}>
    ${shown(found, () => (all.length ? html`<div class="matrixbox" tabindex="0" role="region" aria-label="Hypotheses and evidence"><table class="matrix"><thead>
      <tr><td class="corner" colspan="2"></td>${columns.map((c) => html`<th colspan=${c.items.length} scope="colgroup">${c.channel}</th>`)}${columns.length ? null : html`<th>no evidence</th>`}</tr>
      <tr><th scope="col">Hypothesis</th><th scope="col">Judged</th>${columns.flatMap((c) => c.items.map((i) => html`<th scope="col" class="item"><span title=${i.title}>${i.title}</span></th>`))}</tr></thead>
      <tbody>${all.map((h) => html`<tr class=${h.hypothesis === all[n].hypothesis ? "on" : ""}>
        <th scope="row"><button type="button" class="link" onClick=${() => to(all.indexOf(h))}>${h.statement || h.hypothesis}</button></th>
        <td class="judged">${level(h.level)}<${Bar} h=${h} over=${over} /><small>${h.words}, ${percent(h.low)} to ${percent(h.high)}; confidence ${h.confidence}</small>${over && over.hypothesis === h.hypothesis ? html`<small class="without">without it: ${percent(over.without)}</small>` : html`<small class="without">prior ${percent(h.prior)}</small>`}</td>
        ${columns.flatMap((c) => c.items.map((i) => { const e = h.evidence.find((one) => one.rule === i.rule && one.title === i.title); return html`<td class=${`cell ${e ? tone(e.lr) : ""}`}>${e ? html`<button type="button" class=${item === e.item ? "on" : ""} onMouseEnter=${() => hover(e)} onMouseLeave=${() => hover(null)} onFocus=${() => hover(e)} onBlur=${() => hover(null)} onClick=${() => choose(item === e.item ? "" : e.item)} title=${`${e.title}: without it ${percent(e.without)}`}><b>${e.lr === 1 ? "·" : worth(e.lr)}</b></button>` : null}</td>`; }))}
      </tr>`)}</tbody></table></div>
      <p class="legendline">×2 means: twice as likely to be seen if the hypothesis is true as if it is not. Each is counted after the source's grade and what its neighbours of the same origin already said; below ×1 speaks against, · weighs nothing (synthetic, or spent).</p>
      <div class="two"><${About} h=${all[n]} all=${all} />${second ? html`<${About} h=${second} all=${all} />` : null}<section class="detail">${item ? html`<div class="bar"><h3>What it rests on</h3><button type="button" class="icon" aria-label="Close" onClick=${() => choose("")}>×</button></div><${Explain} id=${item} />` : html`<h3>Over time</h3><${History} h=${all[n]} /><${Weighed} h=${all[n]} choose=${choose} hover=${hover} />`}</section></div>` : html`<${Empty} title="Nothing judged yet">The watch has no hypothesis, or the case has not been run.</${Empty}>`))}`;
}

/** Evidence of all hypotheses, by channel: items of one channel are discounted together. */
function clusters(all) {
  const found = new Map();
  for (const h of all) for (const e of h.evidence) {
    if (!found.has(e.channel)) found.set(e.channel, new Map());
    found.get(e.channel).set(`${e.rule} ${e.title}`, e);
  }
  return [...found].map(([channel, items]) => ({ channel, items: [...items.values()] }));
}
const tone = (lr) => (lr >= 2 ? "for2" : lr > 1.02 ? "for1" : lr <= 0.5 ? "against2" : lr < 0.98 ? "against1" : "none");

function Bar({ h, over }) {
  const mine = over && over.hypothesis === h.hypothesis;
  return html`<svg class="prob" viewBox="0 0 100 14" preserveAspectRatio="none" role="img" aria-label=${`${percent(h.probability)}, 80 % range ${percent(h.low)} to ${percent(h.high)}`}><rect class="all" width="100" height="14" /><rect class="range" x=${100 * h.low} width=${100 * (h.high - h.low)} y="4" height="6" /><rect class="median" x=${100 * h.probability - 0.7} width="1.6" height="14" />${mine ? html`<rect class="gone" x=${100 * over.without - 0.7} width="1.6" height="14" />` : null}</svg>`;
}

/** The evidence of one hypothesis in words, the weightiest first. */
function Weighed({ h, choose, hover }) {
  const rows = h.evidence.toSorted((a, b) => Math.abs(Math.log(b.lr)) - Math.abs(Math.log(a.lr)));
  return html`<h3>Evidence, the weightiest first</h3>${rows.length ? html`<table class="weighed"><thead><tr><th>Weight</th><th>What</th><th>Grade</th><th>Known</th><th class="num">Without it</th></tr></thead><tbody>${rows.map((e) => html`<tr onMouseEnter=${() => hover(e)} onMouseLeave=${() => hover(null)}>
    <td><b class=${`weight ${tone(e.lr)}`}>${e.lr === 1 ? "none" : worth(e.lr)}</b></td><td class="text"><button type="button" class="link" onClick=${() => choose(e.item)}>${e.title}</button> ${made(e.synthetic)}</td><td>${e.grade}</td><td class="days">${day(e.known)}</td><td class="num">${percent(e.without)}</td></tr>`)}</tbody></table>` : html`<p class="none">Nothing was found for or against.</p>`}`;
}
const worth = (lr) => `×${number(lr, lr < 2 ? 3 : 2)}`;

/** With which other hypothesis this one is set side by side. */
function With({ h, all }) {
  const chosen = state.other.value.startsWith("hypothesis:") ? state.other.value.slice(11) : "";
  if (all.length < 2 || chosen === h.hypothesis) return null;
  return html`<label class="with">compare with <select value=${chosen} onChange=${(e) => state.go({ with: e.target.value ? `hypothesis:${e.target.value}` : "" })}>
    <option value="">none</option>${all.filter((one) => one !== h).map((one) => html`<option value=${one.hypothesis}>${one.hypothesis}</option>`)}</select></label>`;
}

function About({ h, all }) {
  const list = (title, rows, none) => html`<h3>${title}</h3>${rows?.length ? html`<ul class="plain">${rows.map((r) => html`<li>${r}</li>`)}</ul>` : html`<p class="none">${none}</p>`}`;
  return html`<section class="detail"><${With} h=${h} all=${all} /><h2>${h.question || h.statement}</h2><p>${level(h.level)} ${h.rule}</p>
    ${list("What would change our mind", h.would_change, "The watch does not say.")}
    ${list("Rival explanations", h.rivals, "The watch names none.")}
    ${list("What this cannot answer", h.not_answered, "The watch does not say.")}
    <h3>Where it starts from</h3><p>${percent(h.prior)}. ${h.prior_source}</p></section>`;
}

function History({ h }) {
  const drawn = useRef(/** @type {any} */ (null));
  const rows = h.history, w = 600, top = 150;
  if (rows.length < 2) return html`<p class="none">Judged once.</p>`;
  const t = rows.map((r) => Date.parse(r.until)), x = (k) => 34 + ((t[k] - t[0]) / (t.at(-1) - t[0])) * (w - 44), y = (p) => 8 + (1 - p) * (top - 28);
  const line = (f) => rows.map((r, k) => `${k ? "L" : "M"}${x(k).toFixed(1)} ${y(f(r)).toFixed(1)}`).join("");
  const band = line((r) => r.high) + rows.map((r, k) => [r, k]).reverse().map(([r, k]) => `L${x(k).toFixed(1)} ${y(r.low).toFixed(1)}`).join("") + "Z";
  return html`<svg class="history" ref=${drawn} viewBox=${`0 0 ${w} ${top}`} role="img" aria-label=${`From ${percent(rows[0].probability)} on ${day(rows[0].until)} to ${percent(rows.at(-1).probability)} on ${day(rows.at(-1).until)}`}>
    ${[0, 0.5, 1].map((p) => html`<line class="grid" x1="34" x2=${w - 10} y1=${y(p)} y2=${y(p)} /><text x="30" y=${y(p) + 4} text-anchor="end">${100 * p} %</text>`)}
    <path class="band" d=${band} /><path class="line" d=${line((r) => r.probability)} />
    ${rows.map((r, k) => (k && r.level !== rows[k - 1].level ? html`<g><line class="step" x1=${x(k)} x2=${x(k)} y1="8" y2=${top - 20} /><text x=${x(k) + 4} y="16">level ${r.level}, ${day(r.until)}</text></g>` : null))}
    <text x="34" y=${top - 4}>${day(rows[0].until)}</text><text x=${w - 10} y=${top - 4} text-anchor="end">${day(rows.at(-1).until)}</text></svg><p class="legendline"><button type="button" class="link" onClick=${() => saveSvg(drawn.current, `judged-${h.hypothesis}`)}>SVG</button> ${made(h.evidence.some((e) => e.synthetic))}</p>`;
}
