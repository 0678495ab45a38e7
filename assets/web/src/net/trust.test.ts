import { describe, expect, it } from "vitest";
import { askForAuthority, parseAuthority, secureAddress, trustAddress } from "./trust";

const answer = {
  name: "Nexus COS on studio",
  fingerprint: "4F:A1",
  expires: "2036-01-01T00:00:00Z",
  port: 8443,
  httpPort: 8080,
  addresses: ["192.0.2.7", "2001:db8::7"],
};

describe("the authority", () => {
  it("is what the server says", () => {
    const authority = parseAuthority(answer);
    expect(authority).toMatchObject({ name: "Nexus COS on studio", port: 8443 });
    expect(authority.expires.getUTCFullYear()).toBe(2036);
  });

  it.each([null, "x", {}, { ...answer, port: "8443" }, { ...answer, addresses: undefined }])(
    "is not made of %j",
    (value) => {
      expect(() => parseAuthority(value)).toThrow();
    },
  );

  it("leads other devices to an address that is not loopback", () => {
    const authority = parseAuthority(answer);
    expect(trustAddress(authority, "localhost")).toBe("http://192.0.2.7:8080/trust");
    expect(trustAddress(authority, "127.0.0.1")).toBe("http://192.0.2.7:8080/trust");
    expect(trustAddress(authority, "studio.local")).toBe("http://studio.local:8080/trust");
    const six = { ...authority, addresses: ["2001:db8::7"] };
    expect(trustAddress(six, "[::1]")).toBe("http://[2001:db8::7]:8080/trust");
    expect(trustAddress({ ...authority, addresses: [] }, "localhost")).toBe(
      "http://localhost:8080/trust",
    );
    expect(secureAddress(authority, "studio.local")).toBe("https://studio.local:8443/");
  });

  it("may be absent, or out of reach", async () => {
    const answering = (status: number, body = "{}") =>
      askForAuthority(() => Promise.resolve(new Response(body, { status })));
    expect(await answering(404)).toEqual({ kind: "none" });
    expect(await answering(503)).toEqual({ kind: "unreachable" });
    expect(await answering(200, "nonsense")).toEqual({ kind: "unreachable" });
    expect(await answering(200, JSON.stringify(answer))).toMatchObject({ kind: "known" });
    expect(await askForAuthority(() => Promise.reject(new Error("gone")))).toEqual({
      kind: "unreachable",
    });
  });
});
