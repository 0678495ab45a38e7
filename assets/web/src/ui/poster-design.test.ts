import { describe, expect, it } from "vitest";
import { initials, posterDesign } from "./poster-design";

describe("poster", () => {
  it.each([
    ["Big Buck Bunny", "BB"],
    ["chess_club", "CC"],
    ["demo", "D"],
    ["Übertragung élan", "ÜÉ"],
    ["24/7 radio", "27"],
    ["🎉", ""],
    ["", ""],
  ])("initials(%s)", (title, text) => {
    expect(initials(title)).toBe(text);
  });

  it("is the same for the same name, and not for all names", () => {
    expect(posterDesign("demo", "Demo")).toEqual(posterDesign("demo", "Demo"));
    const grounds = ["a", "b", "c", "d", "e", "f"].map((name) => posterDesign(name, name).from);
    expect(new Set(grounds).size).toBeGreaterThan(1);
  });
});
