import { describe, expect, it } from "vitest";
import { AnswerError, MAX_STREAMS, parseStream, parseStreams, streamsWith } from "./streams";

const whole = {
  name: "demo",
  title: "Demo",
  description: "What it is",
  state: "live",
  since: "2026-11-23T10:00:00.123Z",
  publisher: { protocol: "rtmp", address: "127.0.0.1:5555", agent: "x" },
  video: {
    codec: "avc1.64001f",
    width: 1280,
    height: 720,
    frameRate: 25,
    bitrate: 2_500_000,
    keyframeDistanceMs: 2000,
  },
  audio: { codec: "mp4a.40.2", sampleRate: 44_100, channels: 2, bitrate: 128_000 },
  bitrate: 2_660_000,
  viewers: 3,
  drops: 0,
  warnings: ["keyframes every 10 s: set 2 s in OBS"],
};

describe("parseStream", () => {
  it("reads all that is there, and leaves what is the broadcaster's alone", () => {
    const { publisher, drops, ...wanted } = whole;
    expect(parseStream(whole)).toEqual(wanted);
  });

  it("takes an offline channel with nothing but a name", () => {
    expect(parseStream({ name: "demo", state: "offline" })).toMatchObject({
      name: "demo",
      title: "demo",
      state: "offline",
      video: undefined,
      viewers: 0,
    });
  });

  it.each([
    [null, "stream: object (expected: object)"],
    [[], "stream: object (expected: object)"],
    [{ state: "live" }, "stream.name: undefined (expected: text)"],
    [{ name: "", state: "live" }, 'stream.name: "" (expected: text)'],
    [{ name: "demo", state: "on" }, 'stream.state: "on" (expected: live, slate, waiting, offline)'],
  ])("refuses %j", (value, message) => {
    expect(() => parseStream(value)).toThrow(new AnswerError(message));
  });

  it.each([
    ["width", "1280"],
    ["width", -1],
    ["frameRate", Number.NaN],
    ["height", null],
  ])("does without a video %s of %j", (key, value) => {
    const video = { ...whole.video, [key]: value };
    expect(parseStream({ ...whole, video }).video).toMatchObject({ [key]: undefined });
  });

  it("does without formats that have no codec", () => {
    const { video, audio } = parseStream({ ...whole, video: { width: 1 }, audio: "aac" });
    expect([video, audio]).toEqual([undefined, undefined]);
  });
});

describe("parseStreams", () => {
  it("reads the list in its order", () => {
    const second = { ...whole, name: "second" };
    expect(parseStreams({ streams: [whole, second] }).map(({ name }) => name)).toEqual([
      "demo",
      "second",
    ]);
  });

  it("says which entry is wrong", () => {
    expect(() => parseStreams({ streams: [whole, {}] })).toThrow("streams[1].name");
  });

  it("refuses what is no list", () => {
    expect(() => parseStreams({})).toThrow("streams: undefined (expected: array)");
  });

  it("cuts a list that is too long", () => {
    const streams = Array.from({ length: MAX_STREAMS + 1 }, () => whole);
    expect(parseStreams({ streams })).toHaveLength(MAX_STREAMS);
  });
});

describe("streamsWith", () => {
  const one = parseStream({ name: "one", state: "live", viewers: 1 });

  it("adds, replaces and removes", () => {
    const both = streamsWith([one], { stream: { name: "two", state: "live" } });
    expect(both.map(({ name }) => name)).toEqual(["one", "two"]);
    const changed = streamsWith(both, { stream: { name: "one", state: "live", viewers: 9 } });
    expect(changed.map(({ viewers }) => viewers)).toEqual([9, 0]);
    expect(streamsWith(changed, { ended: "one" }).map(({ name }) => name)).toEqual(["two"]);
  });

  it("refuses what is no change", () => {
    expect(() => streamsWith([], { stream: 3 })).toThrow(AnswerError);
  });
});
