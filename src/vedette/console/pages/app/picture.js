// Pictures as files: each says under it what it shows, from which snapshot, by which version.
import { INK } from "./mapstyle.js";
import * as state from "./state.js";
import { save } from "./words.js";

/** Where a picture came from, in one line. */
export function origin() {
  const info = state.caseInfo.value;
  return [`vedette ${info.version}`, info.title, `snapshot ${state.snapshot.value}`, state.address(), info.synthetic.length ? "SYNTHETIC DATA" : ""].filter(Boolean).join(" · ");
}
const named = (name, end) => `${name.replace(/[^\w.-]+/g, "-")}-${state.snapshot.value}.${end}`;

/** A canvas as a PNG with its origin under it. */
export function savePng(from, name, more = "") {
  const ink = INK[state.theme.value], scale = devicePixelRatio || 1, strip = Math.round(26 * scale);
  const out = Object.assign(document.createElement("canvas"), { width: from.width, height: from.height + strip });
  const pen = out.getContext("2d");
  if (!pen) return;
  pen.fillStyle = ink.sea; pen.fillRect(0, 0, out.width, out.height);
  pen.drawImage(from, 0, 0);
  pen.fillStyle = ink.text; pen.font = `${12 * scale}px Inter, sans-serif`;
  pen.fillText([origin(), more].filter(Boolean).join(" · "), 8 * scale, from.height + 17 * scale, out.width - 16 * scale);
  out.toBlob((blob) => save(named(name, "png"), blob));
}

const KEPT = ["fill", "fill-opacity", "stroke", "stroke-width", "stroke-dasharray", "opacity", "font-size", "font-family", "font-weight", "text-anchor"];

/** A drawing of the page as an SVG that needs no style sheet, with its origin under it. */
export function saveSvg(from, name) {
  const { width, height } = from.viewBox.baseVal?.width ? from.viewBox.baseVal : from.getBoundingClientRect();
  const copy = from.cloneNode(true), ink = INK[state.theme.value];
  const mine = [from, ...from.querySelectorAll("*")], theirs = [copy, ...copy.querySelectorAll("*")];
  mine.forEach((one, n) => {
    const look = getComputedStyle(one);
    for (const what of KEPT) theirs[n].setAttribute(what, look.getPropertyValue(what));
    theirs[n].removeAttribute("class");
  });
  for (const [what, value] of Object.entries({ xmlns: "http://www.w3.org/2000/svg", width, height: height + 22, viewBox: `0 0 ${width} ${height + 22}` })) copy.setAttribute(what, String(value));
  const make = (tag, says) => Object.entries(says).reduce((one, [what, value]) => { one.setAttribute(what, String(value)); return one; }, document.createElementNS("http://www.w3.org/2000/svg", tag));
  copy.prepend(make("rect", { width, height: height + 22, fill: ink.sea }));
  const said = make("text", { x: 6, y: height + 15, "font-size": 10, "font-family": "Inter, sans-serif", fill: ink.text });
  said.textContent = origin();
  copy.append(said);
  save(named(name, "svg"), new XMLSerializer().serializeToString(copy), "image/svg+xml");
}
