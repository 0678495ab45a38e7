import { describe, expect, it } from "vitest";
import { parseTargets } from "./targets";

const target = {
  id: "1",
  label: "There",
  place: "rtmps://live.example.org",
  enabled: true,
  state: "RETRYING",
  attempts: 3,
  reason: "connection refused",
  bytes: 0,
  dropped: 0,
};

describe("targets", () => {
  it("are read with their states", () => {
    expect(parseTargets({ targets: [target] })).toEqual([
      {
        id: "1",
        label: "There",
        place: "rtmps://live.example.org",
        enabled: true,
        state: "retrying",
        reason: "connection refused",
        dropped: 0,
      },
    ]);
  });

  it("of an unknown state are refused", () => {
    expect(() => parseTargets({ targets: [{ ...target, state: "GONE" }] })).toThrow(/state/);
  });
});
