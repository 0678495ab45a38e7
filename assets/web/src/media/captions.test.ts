import { describe, expect, it } from "vitest";
import { captionsOf, NO_CAPTIONS, selectCaption } from "./captions";

type Track = Pick<TextTrack, "kind" | "label" | "language" | "mode">;

const track = (
  kind: TextTrackKind,
  label: string,
  language: string,
  mode: TextTrackMode,
): Track => ({
  kind,
  label,
  language,
  mode,
});

const tracks = () => [
  track("metadata", "id3", "", "hidden"),
  track("subtitles", "Deutsch", "de", "disabled"),
  track("captions", "", "en", "showing"),
  track("subtitles", "", "", "disabled"),
];

describe("captions", () => {
  it("lists what can be read, by what it is called", () => {
    expect(captionsOf(tracks())).toEqual({
      captions: [
        { id: 1, label: "Deutsch" },
        { id: 2, label: "en" },
        { id: 3, label: "Captions 3" },
      ],
      selected: 2,
    });
  });

  it("shows the chosen one alone, and leaves other tracks be", () => {
    const list = tracks();
    selectCaption(list, 1);
    expect(list.map(({ mode }) => mode)).toEqual(["hidden", "showing", "disabled", "disabled"]);
    selectCaption(list, NO_CAPTIONS);
    expect(captionsOf(list).selected).toBe(NO_CAPTIONS);
  });
});
