import { describe, expect, it } from "vitest";
import { parseStream } from "../net/streams";
import { HISTORY_LENGTH } from "./history";
import { noLiveFigures, withStreams } from "./live-figures";

const stream = (name: string, bitrate: number, viewers: number, state = "live") =>
  parseStream({ name, state, bitrate, viewers });

describe("withStreams", () => {
  it("adds a figure for each stream and for all", () => {
    const once = withStreams(noLiveFigures, [stream("a", 100, 1), stream("b", 200, 2)]);
    const twice = withStreams(once, [stream("a", 150, 3)]);
    expect(twice.all).toEqual({ bitrate: [300, 150], viewers: [3, 3] });
    expect(twice.byName.get("a")).toEqual({ bitrate: [100, 150], viewers: [1, 3] });
    expect(twice.byName.has("b")).toBe(false);
  });

  it("counts no bits of a stream that waits", () => {
    const figures = withStreams(noLiveFigures, [stream("a", 100, 1, "waiting")]);
    expect(figures.all).toEqual({ bitrate: [0], viewers: [1] });
  });

  it("is bounded", () => {
    let figures = noLiveFigures;
    for (let i = 0; i < 2 * HISTORY_LENGTH; i++) {
      figures = withStreams(figures, [stream("a", i, 0)]);
    }
    expect(figures.all.bitrate).toHaveLength(HISTORY_LENGTH);
  });
});
