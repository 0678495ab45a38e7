import { describe, expect, it } from "vitest";
import { appended, HISTORY_LENGTH } from "./history";
import { CHART_HEIGHT, CHART_WIDTH, chartPaths } from "./sparkline-path";

const pointsOf = (line: string) =>
  line
    .slice(1)
    .split("L")
    .map((point) => point.split(" ").map(Number));

describe("chartPaths", () => {
  it("needs two figures", () => {
    expect(chartPaths([])).toBeUndefined();
    expect(chartPaths([1])).toBeUndefined();
  });

  it("has the newest figure at the right edge and the greatest at the top", () => {
    const points = pointsOf(chartPaths([0, 5, 10])?.line ?? "");
    expect(points.at(-1)).toEqual([CHART_WIDTH, 2]);
    expect(points.at(0)?.[1]).toBe(CHART_HEIGHT - 2);
  });

  it("reaches up to the ceiling", () => {
    const points = pointsOf(chartPaths([1, 1], 2)?.line ?? "");
    expect(points.at(-1)?.[1]).toBe(CHART_HEIGHT / 2);
  });

  it("fills the width when the history is full, and draws zeros on the ground", () => {
    const points = pointsOf(chartPaths(Array(HISTORY_LENGTH).fill(0))?.line ?? "");
    expect(points[0]).toEqual([0, CHART_HEIGHT - 2]);
  });
});

describe("appended", () => {
  it("drops the oldest figure when it is full", () => {
    const full = Array.from({ length: HISTORY_LENGTH }, (_, index) => index);
    const next = appended(full, 100);
    expect([next.length, next[0], next.at(-1)]).toEqual([HISTORY_LENGTH, 1, 100]);
  });
});
