import { describe, expect, it } from "vitest";
import { actionText, objectText, whoText } from "./audit-text";

const names = new Map([["1", "ada@example.org"]]);
const line = (account: string, object: string) => ({
  id: 1,
  at: "2026-11-24T04:00:00Z",
  account,
  action: "a.b",
  object,
});

describe("actionText", () => {
  it.each([
    ["session.started", "Signed in"],
    ["ledger-account.opened", "Ledger account opened"],
  ])("%s: %s", (action, wanted) => {
    expect(actionText(action)).toBe(wanted);
  });
});

describe("whoText", () => {
  it.each([
    ["", "A visitor"],
    ["system", "The server"],
    ["1", "ada@example.org"],
    ["0a1b2c3d-0000", "Account 0a1b2c3d"],
  ])("%s: %s", (account, wanted) => {
    expect(whoText(line(account, ""), names)).toBe(wanted);
  });
});

describe("objectText", () => {
  it.each([
    ["setting/site.announcement", "site.announcement"],
    ["session/0a1b", ""],
    ["account/1", "ada@example.org"],
    ["account/2", ""],
    ["sign-in/cfe00dde46ef8426", ""],
    ["api-token/0a1b2c3d-0000-0000-0000-000000000000", ""],
  ])("%s: %s", (object, wanted) => {
    expect(objectText(line("2", object), names)).toBe(wanted);
  });
});
