import type Hls from "hls.js";
import { Events, type FragLoadingData } from "hls.js";
import { describe, expect, it } from "vitest";
import { readingParts } from "./part-captions";

/** Forgets where hls.js does. */
class TestingReader {
  lastSn = -1;
  lastPartIndex = -1;
  forgotten = 0;

  onFragLoading(_event: Events.FRAG_LOADING, { frag, part }: FragLoadingData): void {
    if (frag.sn !== this.lastSn + 1) this.forgotten += 1;
    this.lastSn = frag.sn as number;
    this.lastPartIndex = part?.index ?? -1;
  }
}

function forgotten(...places: [sn: number, part: number | undefined][]): number {
  const Reader = readingParts(TestingReader);
  const reader = new Reader({} as Hls) as unknown as TestingReader;
  for (const [sn, index] of places) {
    const data = { frag: { sn }, part: index === undefined ? null : { index } };
    reader.onFragLoading(Events.FRAG_LOADING, data as unknown as FragLoadingData);
  }
  return reader.forgotten;
}

describe("readingParts", () => {
  it("reads on from part to part, and from segment to segment", () => {
    expect(forgotten([0, 0], [0, 1], [0, 2], [1, 0], [1, 1], [2, undefined], [3, 0])).toBe(0);
  });

  it("forgets at a leap", () => {
    expect(forgotten([0, 0], [0, 2], [2, 0], [2, 0])).toBe(3);
  });
});
