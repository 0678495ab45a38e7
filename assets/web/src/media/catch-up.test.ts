import { describe, expect, it } from "vitest";
import { catchUpRate, FAR_SECONDS, MAX_RATE } from "./catch-up";

const target = 0.6;

describe("catchUpRate", () => {
  it.each([
    ["on target", 0.6, 0.5, 1, 1],
    ["a little behind", 0.8, 0.7, 1, 1],
    ["a little behind, on its way", 0.8, 0.7, 1.05, 1.05],
    ["nearly there", 0.69, 0.65, 1.05, 1],
    ["behind", 1.0, 0.9, 1, 1.1],
    ["well behind", 1.4, 1.2, 1, 1.2],
    ["far behind", 3, 2.8, 1, MAX_RATE],
    ["behind by choice", target + FAR_SECONDS + 0.1, 4, 1, 1],
    ["behind with too little to play", 1.4, 0.5, 1.2, 1],
    ["ahead", 0.3, 0.2, 1.2, 1],
  ])("%s", (_where, latency, buffered, rate, next) => {
    expect(catchUpRate({ latency, target, buffered }, rate)).toBe(next);
  });
});
