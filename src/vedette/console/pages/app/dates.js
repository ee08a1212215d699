// The window of time, typed: always year-month-day and UTC, whatever the browser's own country writes.
import { useState } from "preact/hooks";
import * as state from "./state.js";
import { html } from "./words.js";

/** What was typed as the state keeps it: "2024", "2024-02", "2024-02-12", "2024-02-12 06:00"; null when it is none. */
export function moment(typed, ends = false) {
  const text = typed.trim().toUpperCase().replace(/ ?UTC$|Z$/, "");
  if (!text) return "";
  const found = /^(\d{4})(?:-(\d\d?)(?:-(\d\d?)(?:[ T](\d\d?):(\d\d))?)?)?$/.exec(text);
  if (!found) return null;
  const [, y, m, d, hour, min] = found;
  const month = m ? +m : ends ? 12 : 1;
  const last = new Date(Date.UTC(+y, month, 0)).getUTCDate();
  const day = d ? +d : ends ? last : 1;
  if (+y < 1900 || +y > 2200 || month < 1 || month > 12 || day < 1 || day > last || +(hour || 0) > 23 || +(min || 0) > 59) return null;
  const two = (n) => String(n).padStart(2, "0");
  return `${y}-${two(month)}-${two(day)}${hour ? `T${two(+hour)}:${min}Z` : ""}`;
}

function Field({ name, words }) {
  const [typed, type] = useState(/** @type {string | null} */ (null));
  const kept = state[name].value;
  const known = state.caseInfo.value?.[name === "from" ? "first" : "last"];
  const bad = typed !== null && moment(typed) === null;
  const take = () => {
    if (typed === null) return;
    const wanted = moment(typed, name === "to");
    if (wanted === null) { state.say("A day is written 2024-02-12, a moment 2024-02-12 06:00. Both are UTC."); return; }
    const [from, to] = name === "from" ? [wanted, state.to.value] : [state.from.value, wanted];
    if (from && to && from > to) { state.say("This window would end before it begins."); return; }
    type(null);
    if (wanted !== kept) state.go({ [name]: wanted });
  };
  const keys = (event) => {
    if (event.key === "Enter") take();
    if (event.key === "Escape") type(null);
  };
  return html`<label>${words} <input type="text" inputmode="numeric" maxlength="20" spellcheck=${false} autocomplete="off"
    aria-label=${`${words}, year-month-day, UTC`} aria-invalid=${bad} title="2024, 2024-02, 2024-02-12 or 2024-02-12 06:00, in UTC"
    placeholder=${known ? known.slice(0, 10) : "yyyy-mm-dd"} value=${typed ?? kept.replace("T", " ").replace("Z", "").slice(0, 16)}
    onInput=${(event) => type(event.target.value)} onBlur=${take} onKeyDown=${keys} /></label>`;
}

export const Window = () => html`<div class="when"><${Field} name="from" words="from" /><${Field} name="to" words="to" /><span class="utc">UTC</span></div>`;
