export interface Caption {
  readonly id: number;
  readonly label: string;
}

export interface CaptionChoice {
  readonly captions: readonly Caption[];
  /** A caption's id, or `NO_CAPTIONS`. */
  readonly selected: number;
}

export const NO_CAPTIONS = -1;

export const noCaptions: CaptionChoice = { captions: [], selected: NO_CAPTIONS };

/** As much of a TextTrackList as is read here. */
type Tracks = Iterable<Pick<TextTrack, "kind" | "label" | "language" | "mode">>;

function isCaption(track: Pick<TextTrack, "kind">): boolean {
  return track.kind === "captions" || track.kind === "subtitles";
}

export function captionsOf(tracks: Tracks): CaptionChoice {
  const listed = [...tracks]
    .map((track, id) => ({ track, id }))
    .filter(({ track }) => isCaption(track));
  return {
    captions: listed.map(({ track, id }, place) => ({
      id,
      label: track.label || track.language || `Captions ${place + 1}`,
    })),
    selected: listed.find(({ track }) => track.mode === "showing")?.id ?? NO_CAPTIONS,
  };
}

export function selectCaption(tracks: Tracks, selected: number): void {
  [...tracks].forEach((track, id) => {
    if (isCaption(track)) track.mode = id === selected ? "showing" : "disabled";
  });
}
