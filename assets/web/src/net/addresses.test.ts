import { describe, expect, it } from "vitest";
import {
  embedCode,
  embedPath,
  pageOf,
  passOf,
  playlistPath,
  publishAddress,
  renewed,
  watchPath,
} from "./addresses";

describe("pageOf", () => {
  it.each([
    ["/watch/demo", { kind: "watch", name: "demo" }],
    ["/watch/demo/", { kind: "watch", name: "demo" }],
    ["/embed/a%20b", { kind: "embed", name: "a b" }],
    ["/watch/", { kind: "other" }],
    ["/watch/a/b", { kind: "other" }],
    ["/watch/%E0%A4%A", { kind: "other" }],
    ["/", { kind: "other" }],
  ])("%s", (path, page) => {
    expect(pageOf(path)).toEqual(page);
  });
});

describe("a pass", () => {
  it.each([
    ["#pass=tgq1zk.AbC-_9", "tgq1zk.AbC-_9"],
    ["#t=1&pass=tgq1zk.AbC", "tgq1zk.AbC"],
    ["", ""],
    ["#pass=", ""],
    ["#pass=../../x", ""],
    ["#pass=a.b/c", ""],
    [`#pass=a.${"b".repeat(41)}`, ""],
  ])("in %j is %j", (hash, pass) => {
    expect(passOf(hash)).toBe(pass);
  });

  it("goes along in the fragment, which is sent to nobody", () => {
    expect(watchPath("demo", "1.a")).toBe("/watch/demo#pass=1.a");
    expect(embedPath("demo", "1.a")).toBe("/embed/demo#pass=1.a");
    expect(embedCode("https://media.example", "demo", "", "1.a")).toContain(
      'src="https://media.example/embed/demo#pass=1.a"',
    );
  });

  it.each([
    ["http://h/live/~1.a/demo/video.m3u8?x=1", "http://h/live/~2.b/demo/video.m3u8?x=1"],
    ["/live/demo/video.m3u8", "/live/demo/video.m3u8"],
  ])("is renewed in %s", (address, wanted) => {
    expect(renewed(address, "/live/~2.b/demo/index.m3u8")).toBe(wanted);
    expect(renewed(address, "/live/demo/index.m3u8")).toBe(address);
  });
});

describe("addresses", () => {
  it("encodes names", () => {
    expect(playlistPath("a b/c")).toBe("/live/a%20b%2Fc/index.m3u8");
  });

  it.each([
    ["rtmp", undefined, 1935, "rtmp://media.example:1935/live"],
    ["rtmp", "192.0.2.7", 19350, "rtmp://192.0.2.7:19350/live"],
    ["rtmps", "2001:db8::7", 443, "rtmps://[2001:db8::7]:443/live"],
  ])("publishes where the server says: %s %s %i", (protocol, host, port, address) => {
    const door = { protocol, host, port, path: "/live" };
    expect(publishAddress(door, "media.example")).toBe(address);
  });

  it("lets no title break out of the embed code", () => {
    const code = embedCode("https://media.example", "demo", 'A "B" <c> & d');
    expect(code).toContain('src="https://media.example/embed/demo"');
    expect(code).toContain('title="A &quot;B&quot; &lt;c&gt; &amp; d"');
  });
});
