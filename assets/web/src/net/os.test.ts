import { describe, expect, it } from "vitest";
import {
  accountOf,
  accountsWith,
  boardWith,
  linesWith,
  modulesOf,
  parseAuditPage,
  parseBoard,
  parseSettings,
  parseSite,
  settingsWith,
} from "./os";
import { AnswerError } from "./streams";

const service = (name: string, modules: readonly string[], state: string) => ({
  name,
  modules,
  group: "core",
  description: "what it does",
  state,
  doors: { path: `/api/${name}`, port: 3112, open: false },
  instances: 1,
  restarts: 0,
  inFlight: 2,
  routes: 3,
});

const store = { name: "postgres", embedded: true, state: "up", restarts: 0, detail: "" };

describe("parseBoard", () => {
  it("reads services and stores", () => {
    const board = parseBoard({ services: [service("a", ["M"], "up")], stores: [store] });
    expect(board.services[0]).toMatchObject({ name: "a", path: "/api/a", port: 3112 });
    expect(board.services[0]?.detail).toBeUndefined();
    expect(board.stores).toEqual([store]);
  });

  it("refuses a state it does not know", () => {
    const strange = { services: [service("a", ["M"], "odd")], stores: [] };
    expect(() => parseBoard(strange)).toThrow(
      new AnswerError("services[0].state: odd (expected: up, down, planned)"),
    );
  });
});

describe("modulesOf", () => {
  it("has each module once, as its worst service", () => {
    const { services } = parseBoard({
      services: [
        service("a", ["One", "Two"], "up"),
        service("b", ["One"], "down"),
        service("c", ["Three"], "planned"),
        service("d", ["Two"], "planned"),
      ],
      stores: [],
    });
    expect(modulesOf(services).map(({ name, state }) => [name, state])).toEqual([
      ["One", "down"],
      ["Two", "up"],
      ["Three", "planned"],
    ]);
  });
});

describe("settings", () => {
  it("reads them, set or not", () => {
    const flag = { name: "f", kind: "flag", value: "on", initial: "off", description: "d" };
    const [read] = parseSettings({ settings: [{ ...flag, changedBy: "1" }] });
    expect(read).toMatchObject({ ...flag, changedBy: "1", changedAt: undefined });
  });

  it("reads those that pages need", () => {
    const door = { protocol: "rtmp", port: 1935, path: "/live" };
    const settings = [{ name: "a", value: "b" }];
    const site = parseSite({ accounts: true, settings, publishing: [door] });
    expect(site.publishing).toEqual([{ ...door, host: undefined }]);
    expect(site.accounts).toBe(true);
    expect(site.settings.get("a")).toBe("b");
  });
});

describe("accountsWith", () => {
  const listed = (id: string, state = "active") => ({
    account: { id, email: `${id}@example.org`, name: id, roles: [] },
    state,
  });

  it("puts the account as it is now in its place, and a new one last", () => {
    const [ada, bob] = [listed("ada"), listed("bob")];
    const off = listed("ada", "disabled");
    expect(accountsWith([ada, bob], off, false)).toEqual([off, bob]);
    expect(accountsWith([ada], bob, false)).toEqual([ada, bob]);
    expect(accountsWith([ada], bob, true)).toEqual([ada]);
  });

  it.each([
    ["account.registered", "account/ada", "ada"],
    ["account.roles-set", "account/ada", "ada"],
    ["session.started", "session/1", undefined],
    ["password.changed", "account/ada", undefined],
  ])("follows %s of %s", (action, object, id) => {
    expect(accountOf({ id: 1, at: "", account: "", action, object })).toBe(id);
  });
});

describe("parseAuditPage", () => {
  it("reads lines and where the next page begins", () => {
    const line = { id: 7, at: "2026-11-24T04:00:00Z", account: "", action: "a.b", object: "c/1" };
    const page = parseAuditPage({ lines: [{ ...line, requestId: "r", details: {} }], next: "x" });
    expect(page).toEqual({ lines: [line], next: "x" });
  });
});

describe("changes", () => {
  const before = parseBoard({
    services: [service("a", ["M"], "up"), service("b", ["M"], "up")],
    stores: [store],
  });

  it("replace one service or one store", () => {
    const down = { ...service("b", ["M"], "down"), detail: "it crashed" };
    const after = boardWith(before, { service: down });
    expect(after.services.map(({ name, state }) => `${name} ${state}`)).toEqual(["a up", "b down"]);
    expect(after.services[1]?.detail).toBe("it crashed");
    expect(after.stores).toBe(before.stores);
    const lost = boardWith(before, { store: { ...store, state: "down" } });
    expect(lost.stores[0]?.state).toBe("down");
    expect(lost.services).toBe(before.services);
  });

  it("replace one setting", () => {
    const flag = { name: "f", kind: "flag", value: "on", initial: "on", description: "d" };
    const settings = parseSettings({ settings: [flag, { ...flag, name: "g" }] });
    const after = settingsWith(settings, { ...flag, value: "off" });
    expect(after.map(({ value }) => value)).toEqual(["off", "on"]);
  });

  it("add a line of the audit log once, if it is of the kind that is shown", () => {
    const line = (id: number, action: string) => ({ id, at: "t", account: "", action, object: "" });
    const once = linesWith([], line(7, "session.started"), "session");
    const twice = linesWith(once, line(7, "session.started"), "session");
    const late = linesWith(twice, line(6, "session.ended"), "session");
    const other = linesWith(late, line(8, "account.renamed"), "session");
    expect(other.map(({ id }) => id)).toEqual([7, 6]);
  });
});
