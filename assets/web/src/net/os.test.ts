import { describe, expect, it } from "vitest";
import { modulesOf, parseAuditPage, parseBoard, parseSettings, parseSite } from "./os";
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
    expect(parseSite({ settings: [{ name: "a", value: "b" }] }).get("a")).toBe("b");
  });
});

describe("parseAuditPage", () => {
  it("reads lines and where the next page begins", () => {
    const line = { id: 7, at: "2026-11-24T04:00:00Z", account: "", action: "a.b", object: "c/1" };
    const page = parseAuditPage({ lines: [{ ...line, requestId: "r", details: {} }], next: "x" });
    expect(page).toEqual({ lines: [line], next: "x" });
  });
});
