import { describe, expect, it } from "vitest";
import { embedCode, pageOf, playlistPath, publishAddress } from "./addresses";

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

describe("addresses", () => {
  it("encodes names", () => {
    expect(playlistPath("a b/c")).toBe("/live/a%20b%2Fc/index.m3u8");
  });

  it("publishes to the page's own host", () => {
    expect(publishAddress("media.example")).toBe("rtmp://media.example:1935/live");
  });

  it("lets no title break out of the embed code", () => {
    const code = embedCode("https://media.example", "demo", 'A "B" <c> & d');
    expect(code).toContain('src="https://media.example/embed/demo"');
    expect(code).toContain('title="A &quot;B&quot; &lt;c&gt; &amp; d"');
  });
});
