import { afterEach, beforeEach, describe, expect, it, vi } from "vitest";
import type { ListAnswer } from "./client";
import type { Directory } from "./directory";
import { GRACE_MS, LiveList, POLL_MS } from "./live-list";
import type { LineState, TopicFollower } from "./realtime";
import { parseStreams } from "./streams";

const stream = (name: string, viewers = 0) => ({ name, state: "live", viewers });
const all = (...streams: readonly unknown[]) => ({ streams });

/** The server, in the hand of the test. */
class TestingServer {
  answer: ListAnswer = { kind: "unreachable", reason: "no connection" };
  asked = 0;
  closed = 0;
  follower: TopicFollower | undefined;
  line: (state: LineState) => void = () => {};
  readonly shown: Directory[] = [];

  list(): LiveList {
    return new LiveList({
      open: (stateChanged) => {
        this.line = stateChanged;
        return {
          follow: (_topic, follower) => {
            this.follower = follower;
            return () => {};
          },
          close: () => {
            this.closed += 1;
          },
        };
      },
      ask: () => {
        this.asked += 1;
        return Promise.resolve(this.answer);
      },
      isHidden: () => false,
      changed: (directory) => this.shown.push(directory),
    });
  }

  get names(): readonly string[] {
    const directory = this.shown.at(-1);
    return directory === undefined || directory.kind === "loading"
      ? []
      : directory.streams.map(({ name }) => name);
  }
}

describe("LiveList", () => {
  beforeEach(() => {
    vi.useFakeTimers();
  });
  afterEach(() => {
    vi.useRealTimers();
  });

  it("shows what the topic tells, and asks for nothing", async () => {
    const server = new TestingServer();
    const list = server.list();
    server.line("open");
    server.follower?.snapshot(all(stream("a", 1)));
    server.follower?.change({ stream: stream("b", 2) });
    expect(server.names).toEqual(["b", "a"]);
    server.follower?.change({ ended: "a" });
    expect(server.names).toEqual(["b"]);
    await vi.advanceTimersByTimeAsync(10 * POLL_MS);
    expect(server.asked).toBe(0);
    list.close();
    expect(server.closed).toBe(1);
  });

  it("asks where no line is to be had, until there is one", async () => {
    const server = new TestingServer();
    server.answer = { kind: "listed", streams: parseStreams(all(stream("a"))) };
    const list = server.list();
    await vi.advanceTimersByTimeAsync(GRACE_MS);
    expect(server.names).toEqual(["a"]);
    await vi.advanceTimersByTimeAsync(2 * POLL_MS);
    const asked = server.asked;
    expect(asked).toBeGreaterThan(1);
    server.line("open");
    server.follower?.snapshot(all(stream("b")));
    await vi.advanceTimersByTimeAsync(10 * POLL_MS);
    expect(server.names).toEqual(["b"]);
    expect(server.asked).toBe(asked);
    list.close();
  });

  it("says that the server is away, and what was live, once the line is lost for long", async () => {
    const server = new TestingServer();
    const list = server.list();
    server.line("open");
    server.follower?.snapshot(all(stream("a")));
    server.line("connecting");
    await vi.advanceTimersByTimeAsync(GRACE_MS - 1);
    expect(server.shown.at(-1)?.kind).toBe("listed");
    await vi.advanceTimersByTimeAsync(1);
    expect(server.shown.at(-1)?.kind).toBe("unreachable");
    expect(server.names).toEqual(["a"]);
    list.close();
  });

  it("takes a line that is back at once for one that was never away", async () => {
    const server = new TestingServer();
    const list = server.list();
    server.follower?.snapshot(all(stream("a")));
    server.line("connecting");
    server.line("open");
    await vi.advanceTimersByTimeAsync(10 * POLL_MS);
    expect(server.asked).toBe(0);
    server.follower?.change({ ended: "a" });
    expect(server.names).toEqual([]);
    list.close();
  });

  it("asks for nothing and shows nothing once it is closed", async () => {
    const server = new TestingServer();
    server.list().close();
    server.line("connecting");
    server.follower?.snapshot(all(stream("a")));
    await vi.advanceTimersByTimeAsync(10 * POLL_MS);
    expect(server.asked).toBe(0);
    expect(server.shown).toEqual([]);
  });
});
