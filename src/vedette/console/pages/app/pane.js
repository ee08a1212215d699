// The edge between two panes: dragged with the mouse or moved with the arrow keys, and remembered.
import { useLayoutEffect, useRef, useState } from "preact/hooks";
import * as state from "./state.js";
import { html } from "./words.js";

const LEAST = 200, STEP = 16;
const most = () => Math.round(innerWidth * 0.6);

/**
 * The edge of the pane beside it: of the one before it, or with `after` of the one after it.
 * The width is the custom property --pane-NAME, so that what the style sheet says holds until somebody moves the edge.
 */
export function Edge({ name, words, after = false }) {
  const me = useRef(/** @type {any} */ (null)), grip = useRef(0);
  const [wide, set] = useState(0);
  const pane = () => (after ? me.current.nextElementSibling : me.current.previousElementSibling);
  const put = (px, remember = true) => {
    const width = Math.round(Math.min(most(), Math.max(LEAST, px)));
    document.documentElement.style.setProperty(`--pane-${name}`, `${width}px`);
    if (remember) state.keep(`vedette-pane-${name}`, String(width));
    set(width);
  };
  const reset = () => { document.documentElement.style.removeProperty(`--pane-${name}`); state.forget(`vedette-pane-${name}`); set(Math.round(pane().offsetWidth)); };
  useLayoutEffect(() => {
    const kept = Number(state.kept(`vedette-pane-${name}`));
    if (kept) put(kept, false); else set(Math.round(pane().offsetWidth));
  }, [name]);
  const key = (e) => {
    const now = pane().offsetWidth, step = (e.shiftKey ? 4 : 1) * STEP * (after ? -1 : 1);
    const to = { ArrowRight: now + step, ArrowLeft: now - step, Home: after ? most() : LEAST, End: after ? LEAST : most() }[e.key];
    if (to != null) put(to); else if (e.key === "Enter") reset(); else return;
    e.preventDefault(); e.stopPropagation();
  };
  const down = (e) => { e.currentTarget.setPointerCapture(e.pointerId); grip.current = pane().offsetWidth - (after ? -1 : 1) * e.clientX; };
  const move = (e) => { if (e.buttons & 1 && e.currentTarget.hasPointerCapture(e.pointerId)) put(grip.current + (after ? -1 : 1) * e.clientX); };
  return html`<div class="edge" ref=${me} role="separator" tabindex="0" aria-orientation="vertical" aria-label=${words} aria-valuenow=${wide} aria-valuemin=${LEAST} aria-valuemax=${most()}
    title="Drag, or ← and →; Enter puts it back" onKeyDown=${key} onPointerDown=${down} onPointerMove=${move} onDblClick=${reset}></div>`;
}
