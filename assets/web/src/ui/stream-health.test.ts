import { describe, expect, it } from "vitest";
import { parseStream } from "../net/streams";
import { healthOf } from "./stream-health";

const stream = (state: string, warnings: readonly string[] = []) =>
  parseStream({ name: "demo", state, warnings });

describe("healthOf", () => {
  it.each([
    [undefined, "calm", "Offline"],
    [stream("offline"), "calm", "Offline"],
    [stream("slate"), "calm", "Viewers see the slate"],
    [stream("waiting"), "warn", "The connection is lost"],
    [stream("live"), "good", "All is well"],
  ])("%j: %s", (of, tone, heading) => {
    expect(healthOf(of)).toMatchObject({ tone, heading });
  });

  it("gives the server's warnings as sentences", () => {
    const { advice } = healthOf(stream("live", ["keyframes every 10 s: set 2 s in OBS"]));
    expect(advice).toEqual(["Keyframes every 10 s: set 2 s in OBS."]);
  });
});
