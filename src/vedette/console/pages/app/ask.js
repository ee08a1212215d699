// Asking the server: answers are kept for their snapshot, so going back costs nothing.
import { useEffect, useState } from "preact/hooks";
import { signal } from "@preact/signals";
import { snapshot } from "./state.js";

const held = new Map();
export const fault = signal("");

/** The JSON at an address; throws an Error with the server's own words. */
export async function ask(path, options) {
  let answer;
  try {
    answer = await fetch(path, options);
  } catch {
    fault.value = "The server does not answer. What was decided before is safe; start vedette serve again.";
    throw new Error(fault.value);
  }
  fault.value = "";
  const body = await answer.json().catch(() => ({}));
  if (!answer.ok) throw new Error(words(body.detail) || `The server answered ${answer.status}.`);
  return body;
}
function words(detail) {
  if (typeof detail === "string") return detail;
  return Array.isArray(detail) ? detail.map((d) => `${(d.loc || []).join(".")}: ${d.msg}`).join("; ") : "";
}

/** What is at an address, for a component: {data, error, loading}; asked again when the case has changed. */
export function useAsked(path) {
  const version = snapshot.value;
  const key = `${version} ${path}`;
  const [state, set] = useState(/** @type {{key: string, data: any, error: string}} */ ({ key: "", data: null, error: "" }));
  useEffect(() => {
    let gone = false;
    if (!path) return undefined;
    if (held.has(key)) { set({ key, data: held.get(key), error: "" }); return undefined; }
    ask(path).then(
      (data) => {
        if (held.size > 120) held.delete(held.keys().next().value);
        held.set(key, data);
        if (!gone) set({ key, data, error: "" });
      },
      (error) => { if (!gone) set({ key, data: null, error: error.message }); },
    );
    return () => { gone = true; };
  }, [key]);
  return { data: state.data, error: state.error, loading: Boolean(path) && state.key !== key };
}

export const post = (path, body) => ask(path, {
  method: "POST", headers: { "content-type": "application/json", "x-vedette": "1" }, body: JSON.stringify(body),
});

/** A question with its window of time. */
export function asked(path, params) {
  const said = new URLSearchParams();
  for (const [name, value] of Object.entries(params)) if (value) said.set(name, value);
  const text = said.toString();
  return path + (text ? "?" + text : "");
}
