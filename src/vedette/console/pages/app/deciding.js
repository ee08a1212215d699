// Decisions: recorded by the server before the page says so.
import { signal } from "@preact/signals";
import { post } from "./ask.js";
import * as state from "./state.js";

export const deciding = signal(/** @type {any} */ (null));
const WORDS = { confirmed: "confirmed", "false-alarm": "dismissed", watch: "kept under watch", accepted: "accepted", rejected: "rejected" };

/** Ask why, and then record a dismissal. */
export function dismiss(id, title, kind = "alert") {
  deciding.value = { id, title, kind, verdict: kind === "claim" ? "rejected" : "false-alarm" };
  state.dialog.value = "reason";
}

export async function decide(id, verdict, note = "") {
  try {
    const said = await post("/api/decisions", { subject: id, verdict, note });
    state.snapshot.value = said.snapshot;
    state.say(`Recorded: ${WORDS[verdict]}.`);
  } catch (/** @type {any} */ error) {
    state.say(`Not recorded: ${error.message}`);
  }
}
