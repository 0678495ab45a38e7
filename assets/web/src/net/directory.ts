import type { ListAnswer } from "./client";
import type { Stream } from "./streams";

export type Directory =
  | { readonly kind: "loading" }
  | { readonly kind: "listed"; readonly streams: readonly Stream[] }
  /** The streams are those of the last answer, if there was one. */
  | { readonly kind: "unreachable"; readonly streams: readonly Stream[] };

/** The directory after an answer: what was known stays to be seen while the server is away. */
export function updated(directory: Directory, answer: ListAnswer): Directory {
  switch (answer.kind) {
    case "listed":
      return { kind: "listed", streams: ordered(answer.streams) };
    case "unreachable":
      return {
        kind: "unreachable",
        streams: directory.kind === "loading" ? [] : directory.streams,
      };
  }
}

/** The most watched first; by name where equal, so that cards do not jump about. */
function ordered(streams: readonly Stream[]): readonly Stream[] {
  return [...streams].sort((a, b) => b.viewers - a.viewers || (a.name < b.name ? -1 : 1));
}
