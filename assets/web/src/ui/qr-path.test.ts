import { encode } from "uqr";
import { describe, expect, it } from "vitest";
import { qrPath } from "./qr-path";

describe("the path of a QR code", () => {
  it("has a bar for each run", () => {
    expect(qrPath([[true, true, false, true], [], [false, true]])).toBe(
      "M0 0h2v1h-2zM3 0h1v1h-1zM1 2h1v1h-1z",
    );
    expect(qrPath([])).toBe("");
  });

  it("covers as many modules as are dark", () => {
    const { data } = encode("http://192.0.2.7:8080/trust", { ecc: "M", border: 4 });
    const dark = data.flat().filter(Boolean).length;
    const covered = [...qrPath(data).matchAll(/h(\d+)v/g)].reduce(
      (sum, [, length]) => sum + Number(length),
      0,
    );
    expect(covered).toBe(dark);
    expect(dark).toBeGreaterThan(200);
  });
});
