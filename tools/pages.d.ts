// What the pages put on the window: PMTiles comes as a plain script, and tests read the state.
import type { Map } from "maplibre-gl";

declare global {
  interface Window {
    pmtiles: { Protocol: new () => { tile: any; add: (one: any) => void }; PMTiles: new (source: any) => any };
    vedette: { state: () => Record<string, string> };
    vedetteMap: Map | null;
  }
}
