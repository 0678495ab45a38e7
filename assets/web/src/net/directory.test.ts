import { describe, expect, it } from "vitest";
import { updated } from "./directory";
import { parseStream } from "./streams";

const stream = (name: string, viewers: number) => parseStream({ name, state: "live", viewers });
const away = { kind: "unreachable", reason: "no connection" } as const;

describe("updated", () => {
  it("puts the most watched first, and equals by name", () => {
    const streams = [stream("b", 1), stream("a", 1), stream("c", 9)];
    const directory = updated({ kind: "loading" }, { kind: "listed", streams });
    expect(directory.kind === "listed" && directory.streams.map(({ name }) => name)).toEqual([
      "c",
      "a",
      "b",
    ]);
  });

  it("keeps what was live while the server is away", () => {
    const streams = [stream("a", 1)];
    const once = updated({ kind: "listed", streams }, away);
    expect(once).toEqual({ kind: "unreachable", streams });
    expect(updated(once, away)).toEqual({ kind: "unreachable", streams });
  });

  it("has nothing to keep before the first answer", () => {
    expect(updated({ kind: "loading" }, away)).toEqual({ kind: "unreachable", streams: [] });
  });
});
