// Long lists: only the rows in sight, and some around them, are in the page.
import { useLayoutEffect, useRef, useState } from "preact/hooks";
import { html } from "./words.js";

const AROUND = 12, FEW = 120;

/**
 * A list of rows of which `make(row, n)` draws each; `id(row)` names it, `chosen` is the one to keep in sight.
 * Rows may differ in height: `tall` is the usual one in pixels, and what was drawn is measured.
 */
export function Rows({ rows, make, id, chosen, tall = 76, className = "", label }) {
  const box = useRef(/** @type {HTMLElement | null} */ (null)), heights = useRef(new Map());
  const [seen, see] = useState({ top: 0, high: 900 });
  const at = rows.findIndex((row) => id(row) === chosen);
  const whole = rows.length <= FEW;
  const high = (row) => heights.current.get(id(row)) ?? tall;
  const tops = [0];
  if (!whole) for (const row of rows) tops.push(tops[tops.length - 1] + high(row));
  const first = whole ? 0 : Math.max(0, below(tops, seen.top) - AROUND);
  const last = whole ? rows.length : Math.min(rows.length, below(tops, seen.top + seen.high) + AROUND);
  useLayoutEffect(() => {
    const scroller = scrolled(box.current);
    if (whole || !scroller) return undefined;
    const look = () => see((was) => {
      const top = offset(scroller, box.current);
      return Math.abs(was.top - top) > tall * 4 || was.high !== scroller.clientHeight ? { top, high: scroller.clientHeight } : was;
    });
    look();
    scroller.addEventListener("scroll", look, { passive: true });
    return () => scroller.removeEventListener("scroll", look);
  }, [whole]);
  useLayoutEffect(() => { // what was drawn is as high as it is
    if (whole) return;
    let changed = false;
    for (const one of /** @type {NodeListOf<HTMLElement>} */ (box.current?.querySelectorAll(":scope > li[data-n]") || [])) {
      const key = id(rows[Number(one.dataset.n)]), now = one.getBoundingClientRect().height;
      if (now && Math.abs((heights.current.get(key) ?? tall) - now) > 1) { heights.current.set(key, now); changed = true; }
    }
    if (changed) see((was) => ({ ...was }));
  });
  useLayoutEffect(() => { // the chosen row comes into sight, drawn or not
    if (at < 0) return;
    const one = box.current?.querySelector(`:scope > li[data-n="${at}"]`);
    if (one) { one.scrollIntoView({ block: "nearest" }); return; }
    const scroller = scrolled(box.current);
    if (!scroller) return;
    scroller.scrollTop += tops[at] - offset(scroller, box.current) - scroller.clientHeight / 2;
    see({ top: offset(scroller, box.current), high: scroller.clientHeight });
  }, [chosen, at]);
  return html`<ol class=${className} ref=${box} aria-label=${label}>
    ${first ? html`<li class="spacer" aria-hidden="true" style=${{ height: `${tops[first]}px` }}></li>` : null}
    ${rows.slice(first, last).map((row, k) => html`<li key=${id(row)} data-n=${first + k} aria-setsize=${rows.length} aria-posinset=${first + k + 1}>${make(row, first + k)}</li>`)}
    ${last < rows.length ? html`<li class="spacer" aria-hidden="true" style=${{ height: `${tops[rows.length] - tops[last]}px` }}></li>` : null}</ol>`;
}

/** The first row whose end lies beyond a height. */
function below(tops, y) {
  let low = 0, high = tops.length - 1;
  while (low < high) {
    const middle = (low + high) >> 1;
    if (tops[middle + 1] <= y) low = middle + 1; else high = middle;
  }
  return Math.min(low, tops.length - 2 < 0 ? 0 : tops.length - 2);
}

/** How far the upper edge of what is in sight lies below the list's own. */
const offset = (scroller, list) => scroller.getBoundingClientRect().top - list.getBoundingClientRect().top;

/** What scrolls a list: itself or the nearest pane around it. */
function scrolled(one) {
  for (let node = one; node; node = node.parentElement) if (/auto|scroll/.test(getComputedStyle(node).overflowY)) return node;
  return null;
}
