import { describe, expect, it } from "vitest";
import { admission, siteLinks, type Visit } from "./visit";

const signedIn = (permissions: readonly string[], mustChangePassword = false): Visit => ({
  kind: "signed-in",
  account: { id: "1", email: "ada@example.org", name: "Ada", roles: [] },
  csrf: "c",
  mustChangePassword,
  permissions,
});

describe("admission", () => {
  it.each([
    [{ kind: "loading" }, "loading"],
    [{ kind: "unreachable" }, "unreachable"],
    [{ kind: "nobody" }, "nobody"],
    [{ kind: "anonymous" }, "sign-in"],
    [signedIn(["streams:own"]), "forbidden"],
    [signedIn(["os:read"]), "admitted"],
    [signedIn(["all"]), "admitted"],
    [signedIn(["all"], true), "password"],
  ] as const)("of %j is %s", (visit, wanted) => {
    expect(admission(visit, "os:read")).toBe(wanted);
  });
});

describe("siteLinks", () => {
  const paths = (visit: Visit, settings: Record<string, string> = {}) =>
    siteLinks(visit, new Map(Object.entries(settings))).map((link) => link.path);

  it("leads each where they may go", () => {
    expect(paths(signedIn(["streams:own"]))).toEqual(["/", "/creator", "/account"]);
    expect(paths(signedIn(["os:read"]))).toEqual(["/", "/dashboard", "/admin", "/account"]);
    expect(paths(signedIn(["all"]))).toContain("/creator");
    expect(paths({ kind: "nobody" })).toEqual([]);
  });

  it("invites strangers, unless told not to", () => {
    expect(paths({ kind: "anonymous" })).toEqual(["/signin", "/register"]);
    expect(paths({ kind: "anonymous" }, { "header.sign-up": "off" })).toEqual(["/signin"]);
  });
});
