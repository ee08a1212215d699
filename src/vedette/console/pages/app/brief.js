// The brief, exactly as it would be exported.
import { Head, html } from "./words.js";
import * as state from "./state.js";

export function Brief() {
  return html`<${Head} title="Brief" sub=${`As vedette brief writes it, of snapshot ${state.snapshot.value}.`}><span class="exports"><a href="/brief.html" download=${`brief-${state.snapshot.value}.html`}>HTML</a><a href="/brief.md" download=${`brief-${state.snapshot.value}.md`}>Markdown</a><a href="/brief.pdf" download>PDF</a><a href="/brief.html" target="_blank" rel="noopener">Open alone, to print</a></span></${Head}>
    <iframe class="briefpage" title="The brief" src=${`/brief.html?v=${state.snapshot.value}`} sandbox="allow-popups"></iframe>`;
}
