/** The colours and shapes that stand for a channel until it has a picture of its own. */
export interface PosterDesign {
  readonly from: string;
  readonly to: string;
  readonly glow: string;
  /** Where the arcs begin, in the poster's 160 x 90 units. */
  readonly x: number;
  readonly y: number;
  readonly initials: string;
}

const palettes = [
  ["#0f1e54", "#2563eb", "#7fb2ff"],
  ["#1a1550", "#4f46e5", "#a5b4fc"],
  ["#082f55", "#0b76b8", "#7dd3fc"],
  ["#23104f", "#7138d8", "#c4b5fd"],
  ["#06363d", "#0d8080", "#7fe3dc"],
  ["#0b1733", "#1e40af", "#93c5fd"],
] as const;

const corners = [
  [148, 10],
  [12, 80],
  [150, 82],
  [10, 8],
] as const;

/** FNV-1a, 32 bits: the same name looks the same everywhere. */
function hash(name: string): number {
  let value = 0x811c9dc5;
  for (const byte of new TextEncoder().encode(name)) {
    value = Math.imul(value ^ byte, 0x01000193) >>> 0;
  }
  return value;
}

/** "BB" from "big-buck_bunny", "D" from "demo". */
export function initials(title: string): string {
  const words = title.match(/[\p{L}\p{N}]+/gu) ?? [];
  return words
    .slice(0, 2)
    .map((word) => [...word][0] ?? "")
    .join("")
    .toUpperCase();
}

export function posterDesign(name: string, title: string): PosterDesign {
  const seed = hash(name);
  const [from, to, glow] = palettes[seed % palettes.length] ?? palettes[0];
  const [x, y] = corners[(seed >>> 8) % corners.length] ?? corners[0];
  return { from, to, glow, x, y, initials: initials(title) };
}
