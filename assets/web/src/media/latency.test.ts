import { describe, expect, it } from "vitest";
import { liveLatency } from "./latency";

describe("liveLatency", () => {
  it.each([
    ["nothing is known", undefined, undefined, undefined],
    ["the playlist has no dates", 0.7, undefined, 0.7],
    ["the clocks agree", 0.7, 0.95, 0.95],
    ["the edge is estimated a little too late", 0.9, 0.8, 0.8],
    ["this clock is behind", 0.7, -40, 0.7],
    ["this clock is ahead", 0.7, 65, 0.7],
    ["it is ahead of the edge", -0.1, undefined, -0.1],
    ["dates put it ahead of the edge", 0.1, -0.1, 0],
  ])("when %s", (_when, behindEdge, behindDate, latency) => {
    expect(liveLatency(behindEdge, behindDate)).toBe(latency);
  });
});
