import { describe, expect, it } from "vitest";
import {
  bitrateText,
  channelsText,
  codecText,
  countText,
  durationText,
  frameRateText,
  latencyText,
  resolutionText,
  startedText,
  streamsText,
  viewersText,
} from "./format";

const MINUTE_MS = 60_000;

describe("format", () => {
  it.each([
    [0, "just now"],
    [59_999, "just now"],
    [MINUTE_MS, "1 min"],
    [59 * MINUTE_MS, "59 min"],
    [60 * MINUTE_MS, "1 h"],
    [65 * MINUTE_MS, "1 h 5 min"],
    [24 * 60 * MINUTE_MS, "1 day"],
    [49 * 60 * MINUTE_MS, "2 days"],
  ])("durationText(%d)", (durationMs, text) => {
    expect(durationText(durationMs)).toBe(text);
  });

  it.each([
    ["2026-11-23T10:00:00.123Z", "Started 12 min ago"],
    ["2026-11-23T10:12:30Z", "Started just now"],
    ["2026-11-23T11:00:00Z", "Started just now"],
    ["yesterday", undefined],
    [undefined, undefined],
  ])("startedText(%s)", (since, text) => {
    expect(startedText(since, Date.parse("2026-11-23T10:12:31Z"))).toBe(text);
  });

  it.each([
    [334_000, "334 kb/s"],
    [999_499, "999 kb/s"],
    [999_500, "1.0 Mb/s"],
    [2_660_000, "2.7 Mb/s"],
  ])("bitrateText(%d)", (bits, text) => {
    expect(bitrateText(bits)).toBe(text);
  });

  it.each([
    [0, "0"],
    [999, "999"],
    [1000, "1K"],
    [1250, "1.3K"],
    [123_456, "123K"],
    [999_499, "999K"],
    [999_500, "1M"],
    [3_400_000, "3.4M"],
  ])("countText(%d)", (count, text) => {
    expect(countText(count)).toBe(text);
  });

  it("counts one as one", () => {
    expect([viewersText(0), viewersText(1), viewersText(2)]).toEqual([
      "0 viewers",
      "1 viewer",
      "2 viewers",
    ]);
    expect([streamsText(1), streamsText(5)]).toEqual(["1 stream", "5 streams"]);
  });

  it.each([
    [1280, 720, 25, "720p"],
    [1920, 1080, 60, "1080p60"],
    [1920, 1080, 59.94, "1080p60"],
    [1080, 1920, undefined, "1080p"],
    [0, 720, 25, undefined],
    [undefined, undefined, undefined, undefined],
  ])("resolutionText(%s, %s, %s)", (width, height, frameRate, text) => {
    expect(resolutionText(width, height, frameRate)).toBe(text);
  });

  it.each([
    ["avc1.64001f", "H.264 High"],
    ["avc1.42E01E", "H.264 Baseline"],
    ["avc3", "H.264"],
    ["hvc1.1.6.L93.B0", "HEVC"],
    ["av01.0.05M.08", "AV1"],
    ["vp09.00.10.08", "VP9"],
    ["mp4a.40.2", "AAC-LC"],
    ["mp4a.40.5", "HE-AAC"],
    ["mp4a.40.29", "HE-AAC v2"],
    ["mp4a.40.34", "MP3"],
    ["opus", "Opus"],
    ["new1.2", "new1.2"],
  ])("codecText(%s)", (codec, text) => {
    expect(codecText(codec)).toBe(text);
  });

  it("writes the rest", () => {
    expect([latencyText(0.934), latencyText(12.34)]).toEqual(["0.93 s", "12 s"]);
    expect([frameRateText(25), frameRateText(29.970_03)]).toEqual(["25", "29.97"]);
    expect([1, 2, 4, 6, 8].map(channelsText)).toEqual([
      "mono",
      "stereo",
      "4 channels",
      "5.1",
      "7.1",
    ]);
  });
});
