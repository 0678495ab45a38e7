import { describe, expect, it } from "vitest";
import { initialPlayback, type Playback } from "../media/playback";
import { initialSnapshot } from "../media/session";
import { parseStream } from "../net/streams";
import { noticeOf } from "./notice";

const stream = parseStream({ name: "demo", title: "Demo", state: "offline" });

const notice = (playback: Partial<Playback>) =>
  noticeOf({ ...initialSnapshot, playback: { ...initialPlayback, ...playback } }, "demo");

describe("noticeOf", () => {
  it("says nothing while it plays", () => {
    expect(notice({ phase: "playing" })).toBeUndefined();
  });

  it.each([
    [{ phase: "offline", stream }, "Demo is offline"],
    [{ phase: "unknown" }, "There is no channel “demo”"],
    [{ phase: "sign-in" }, "Sign in to watch"],
    [{ phase: "forbidden" }, "Your account may not watch this channel"],
    [{ phase: "expired" }, "This link does not work any more"],
    [{ phase: "unreachable" }, "The server cannot be reached"],
    [{ phase: "connecting" }, "Connecting…"],
    [{ phase: "connecting", availability: "waiting" }, "The broadcaster has lost the connection"],
    [{ phase: "connecting", failure: "unsupported" }, "This browser cannot play this stream"],
  ] as const)("%j", (playback, heading) => {
    expect(notice(playback)?.heading).toBe(heading);
  });

  it("leads to the sign-in, and back", () => {
    expect(notice({ phase: "sign-in" })?.link?.path).toBe("/signin?to=%2Fwatch%2Fdemo");
  });

  it("says that it starts by itself", () => {
    expect(notice({ phase: "offline", stream })?.text).toBe(
      "This page starts by itself when the stream does.",
    );
  });

  it("leaves the last picture to be seen while it waits for more", () => {
    const standing = { phase: "connecting", engine: "loaded", position: 12 } as const;
    expect(notice(standing)?.shape).toBe("veil");
    expect(notice({ ...standing, position: 0 })?.shape).toBe("cover");
  });
});
