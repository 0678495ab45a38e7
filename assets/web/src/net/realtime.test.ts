import { describe, expect, it } from "vitest";
import { type Line, Realtime } from "./realtime";

class TestingLine implements Line {
  readonly sent: unknown[] = [];
  isClosed = false;
  onopen: (() => void) | null = null;
  onmessage: ((event: { readonly data: unknown }) => void) | null = null;
  onclose: (() => void) | null = null;

  send(text: string): void {
    this.sent.push(JSON.parse(text));
  }

  close(): void {
    this.isClosed = true;
  }

  says(message: unknown): void {
    this.onmessage?.({ data: JSON.stringify(message) });
  }
}

/** A server and a clock in the hand of the test. */
class TestingServer {
  readonly lines: TestingLine[] = [];
  readonly told: unknown[] = [];
  nowMs = 1_000;
  readonly #timers = new Set<{ readonly at: number; readonly action: () => void }>();

  realtime(): Realtime {
    return new Realtime({
      open: () => {
        const line = new TestingLine();
        this.lines.push(line);
        return line;
      },
      nowMs: () => this.nowMs,
      later: (action, delayMs) => {
        const timer = { at: this.nowMs + delayMs, action };
        this.#timers.add(timer);
        return () => this.#timers.delete(timer);
      },
      random: () => 1,
      stateChanged: () => {},
    });
  }

  follower() {
    return {
      snapshot: (data: unknown) => this.told.push(["snapshot", data]),
      change: (data: unknown) => this.told.push(["change", data]),
      left: (status: number) => this.told.push(["left", status]),
    };
  }

  get line(): TestingLine {
    const line = this.lines.at(-1);
    if (line === undefined) throw new Error("no line");
    return line;
  }

  pass(ms: number): void {
    this.nowMs += ms;
    for (const timer of [...this.#timers]) {
      if (timer.at <= this.nowMs) {
        this.#timers.delete(timer);
        timer.action();
      }
    }
  }
}

describe("Realtime", () => {
  it("tells a snapshot, then changes in their order, none twice", () => {
    const server = new TestingServer();
    server.realtime().follow("streams", server.follower());
    server.line.onopen?.();
    expect(server.line.sent[0]).toEqual({ type: "join", topic: "streams" });
    server.line.says({ type: "snapshot", topic: "streams", epoch: "e", number: 4, data: "all" });
    server.line.says({ type: "change", topic: "streams", number: 5, data: "five" });
    server.line.says({ type: "change", topic: "streams", number: 5, data: "five" });
    server.line.says({ type: "change", topic: "other", number: 6, data: "six" });
    expect(server.told).toEqual([
      ["snapshot", "all"],
      ["change", "five"],
    ]);
  });

  it("goes on after the last number when the line was lost", () => {
    const server = new TestingServer();
    const realtime = server.realtime();
    realtime.follow("streams", server.follower());
    server.line.onopen?.();
    server.line.says({ type: "snapshot", topic: "streams", epoch: "e", number: 4, data: "all" });
    server.line.onclose?.();
    expect(realtime.state).toBe("connecting");
    server.pass(500);
    expect(server.lines).toHaveLength(2);
    server.line.onclose?.();
    server.pass(500);
    expect(server.lines).toHaveLength(2);
    server.pass(500);
    expect(server.lines).toHaveLength(3);
    server.line.onopen?.();
    expect(server.line.sent[0]).toEqual({ type: "join", topic: "streams", epoch: "e", after: 4 });
  });

  it("gives up a topic that it may not follow", () => {
    const server = new TestingServer();
    server.realtime().follow("members", server.follower());
    server.line.onopen?.();
    server.line.says({ type: "left", topic: "members", status: 403, reason: "no" });
    server.line.onclose?.();
    server.pass(500);
    server.line.onopen?.();
    expect(server.told).toEqual([["left", 403]]);
    expect(server.line.sent).toEqual([{ type: "ping", at: server.nowMs }]);
  });

  it("knows the server's clock by the quickest probe", () => {
    const server = new TestingServer();
    const realtime = server.realtime();
    server.line.onopen?.();
    server.nowMs += 100;
    server.line.says({ type: "pong", at: server.nowMs - 100, time: 9_000 });
    server.nowMs += 10;
    server.line.says({ type: "pong", at: server.nowMs - 10, time: 10_000 });
    expect(realtime.serverNowMs()).toBe(10_005);
  });

  it("leaves a line that says nothing any more", () => {
    const server = new TestingServer();
    server.realtime();
    server.line.onopen?.();
    const first = server.line;
    for (let i = 0; i < 3; i++) server.pass(20_000);
    expect(first.isClosed).toBe(true);
    server.pass(500);
    expect(server.lines).toHaveLength(2);
  });

  it("survives nonsense, and ends when it is closed", () => {
    const server = new TestingServer();
    const realtime = server.realtime();
    server.line.onopen?.();
    server.line.onmessage?.({ data: "{" });
    server.line.onmessage?.({ data: 7 });
    server.line.says(null);
    realtime.close();
    expect(server.line.isClosed).toBe(true);
    server.line.onclose?.();
    server.pass(60_000);
    expect(server.lines).toHaveLength(1);
  });
});
