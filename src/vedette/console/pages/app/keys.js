// Keys: what a view offers, and what works everywhere. No key does anything while a person types.
import { useLayoutEffect } from "preact/hooks";
import * as state from "./state.js";

let offered = {};
let waiting = false;

/**
 * The keys of the view in sight: {key: function}. They are those of the page as drawn before the next key can come,
 * so that a quick "j a" decides on the row that j went to.
 */
export function useKeys(keys) {
  useLayoutEffect(() => { offered = keys; return () => { if (offered === keys) offered = {}; }; });
}

const LETTERS = { m: "map", a: "alerts", f: "alerts", s: "ship", i: "indicators", h: "hypotheses", c: "claims", x: "flows", l: "lists", b: "brief", t: "status" };

function pressed(event) {
  const typing = event.target.closest?.("input, textarea, select, [contenteditable]");
  if ((event.ctrlKey || event.metaKey) && event.key.toLowerCase() === "k") { event.preventDefault(); state.dialog.value = "palette"; return; }
  if (event.key === "Escape") { escape(event); return; }
  if (typing || event.ctrlKey || event.metaKey || event.altKey || state.dialog.value) return;
  const key = event.key;
  if (waiting) {
    waiting = false;
    const to = LETTERS[key] || state.VIEWS.find((v) => v[2] === key)?.[0];
    if (to) { event.preventDefault(); state.go({ view: to }); }
    return;
  }
  if (key === "g") { waiting = true; setTimeout(() => { waiting = false; }, 1500); return; }
  if (key === "?") { event.preventDefault(); state.dialog.value = "help"; return; }
  if (key === "/") { event.preventDefault(); state.dialog.value = "palette"; return; }
  if ((key === "Enter" || key === " ") && event.target.closest?.("button, a, summary, label")) return;
  if (key === "[" || key === "]") { event.preventDefault(); state.timing.value?.shift(key === "[" ? -1 : 1); return; }
  if (key === " " && state.timing.value) { event.preventDefault(); state.timing.value.play(); return; }
  if (offered[key]) { event.preventDefault(); offered[key](event); }
}

function escape(event) {
  if (state.dialog.value) { state.dialog.value = ""; event.preventDefault(); return; }
  if (event.target.closest?.("input, textarea, select")) { event.target.blur(); return; }
  if (offered.Escape) offered.Escape(event);
  else if (state.selected.value) state.go({ sel: "" });
}

export function listen() {
  addEventListener("keydown", pressed);
  return () => removeEventListener("keydown", pressed);
}
