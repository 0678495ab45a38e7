import { describe, expect, it } from "vitest";
import type { StreamAnswer } from "../net/client";
import { parseStream, type StreamState } from "../net/streams";
import { type Engine, type EngineListener, noChoice } from "./engine";
import type { Sample } from "./playback";
import { DRAINED_MS, STALL_MS } from "./playback";
import type { Screen, Start } from "./screen";
import {
  type Clock,
  PLAYING_POLL_MS,
  PlaybackSession,
  POLL_JITTER,
  POLL_MS,
  type Snapshot,
} from "./session";

class TestingClock implements Clock {
  #nowMs = 0;
  #timers: { atMs: number; action: () => void }[] = [];

  nowMs(): number {
    return this.#nowMs;
  }

  after(delayMs: number, action: () => void): () => void {
    const timer = { atMs: this.#nowMs + delayMs, action };
    this.#timers.push(timer);
    return () => {
      this.#timers = this.#timers.filter((other) => other !== timer);
    };
  }

  random(): number {
    return 1;
  }

  get pending(): number {
    return this.#timers.length;
  }

  async advance(byMs: number): Promise<void> {
    const untilMs = this.#nowMs + byMs;
    for (;;) {
      await flushed();
      const due = this.#timers
        .filter(({ atMs }) => atMs <= untilMs)
        .sort((a, b) => a.atMs - b.atMs)[0];
      if (due === undefined) break;
      this.#timers = this.#timers.filter((timer) => timer !== due);
      this.#nowMs = due.atMs;
      due.action();
    }
    this.#nowMs = untilMs;
  }
}

/** Lets all promises settle that wait for nothing but each other. */
async function flushed(): Promise<void> {
  for (let turn = 0; turn < 10; turn += 1) await Promise.resolve();
}

class TestingEngine implements Engine {
  closed = 0;
  quality: number | undefined;
  readonly address: string;
  readonly listener: EngineListener;

  constructor(address: string, listener: EngineListener) {
    this.address = address;
    this.listener = listener;
  }

  renewed: string | undefined;

  renew(address: string): void {
    this.renewed = address;
  }

  latency = () => 0.9;
  livePosition = () => 1000;

  selectQuality(id: number): void {
    this.quality = id;
  }

  close(): void {
    this.closed += 1;
  }
}

/** A video whose media time runs with the clock while `running`. */
class TestingScreen implements Screen {
  motion: "running" | "still" = "running";
  answer: Start = "audible";
  starts = 0;
  sought: number | undefined;
  readonly #clock: Clock;
  #position = 0;

  constructor(clock: Clock) {
    this.#clock = clock;
  }

  sample(): Sample {
    if (this.motion === "running") this.#position = this.#clock.nowMs() / 1000;
    return { position: this.#position, paused: false, ready: true };
  }

  async start(): Promise<Start> {
    this.starts += 1;
    return this.answer;
  }

  seek(position: number): void {
    this.sought = position;
  }
}

function found(state: StreamState, since = "2026-11-23T10:00:00Z"): StreamAnswer {
  return { kind: "found", stream: parseStream({ name: "demo", state, since }) };
}

function setUp(answer: StreamAnswer) {
  const clock = new TestingClock();
  const screen = new TestingScreen(clock);
  const engines: TestingEngine[] = [];
  const server = { answer, askedAtMs: [] as number[] };
  let shown: Snapshot | undefined;
  const session = new PlaybackSession({
    name: "demo",
    source: {
      find: async () => {
        server.askedAtMs.push(clock.nowMs());
        return server.answer;
      },
    },
    screen,
    engines: (address, listener) => {
      const engine = new TestingEngine(address, listener);
      engines.push(engine);
      return engine;
    },
    clock,
    changed: (snapshot) => {
      shown = snapshot;
    },
  });
  return { clock, screen, engines, server, session, phase: () => shown?.playback.phase };
}

describe("PlaybackSession", () => {
  it("starts by itself when the stream does", async () => {
    const { clock, engines, server, phase, session } = setUp(found("offline"));
    await clock.advance(30_000);
    expect(phase()).toBe("offline");
    expect(engines).toHaveLength(0);
    server.answer = found("live");
    await clock.advance(POLL_MS * (1 + POLL_JITTER) + 1000);
    expect(engines.map(({ address }) => address)).toEqual(["/live/demo/index.m3u8"]);
    expect(phase()).toBe("playing");
    expect(session.snapshot).toMatchObject({ latency: 0.9, start: "audible" });
  });

  it("asks at its distance, spread, and less often while it plays", async () => {
    const { clock, server } = setUp(found("offline"));
    await clock.advance(10_000);
    expect(server.askedAtMs).toEqual([0, 2500, 5000, 7500, 10_000]);
    server.answer = found("live");
    await clock.advance(2500);
    server.askedAtMs = [];
    await clock.advance(60_000);
    const distanceMs = PLAYING_POLL_MS * (1 + POLL_JITTER);
    expect(server.askedAtMs.length).toBeLessThanOrEqual(Math.ceil(60_000 / distanceMs) + 1);
  });

  it("makes the engine anew after a stall", async () => {
    const { clock, screen, engines, phase } = setUp(found("live"));
    await clock.advance(5000);
    screen.motion = "still";
    await clock.advance(STALL_MS + 1000);
    expect(engines.map(({ closed }) => closed)).toEqual([1, 0]);
    screen.motion = "running";
    await clock.advance(1000);
    expect(phase()).toBe("playing");
  });

  it("comes back when the server does", async () => {
    const { clock, screen, engines, server, phase } = setUp(found("live"));
    await clock.advance(5000);
    server.answer = { kind: "unreachable", reason: "no connection" };
    screen.motion = "still";
    await clock.advance(DRAINED_MS + 5000);
    expect(phase()).toBe("unreachable");
    expect(engines.map(({ closed }) => closed)).toEqual([1]);
    server.answer = { kind: "unknown" };
    await clock.advance(5000);
    expect(phase()).toBe("unknown");
    server.answer = found("live", "2026-11-23T11:00:00Z");
    screen.motion = "running";
    await clock.advance(5000);
    expect(engines.map(({ closed }) => closed)).toEqual([1, 0]);
    expect(phase()).toBe("playing");
  });

  it("recovers from an engine that fails or ends", async () => {
    const { clock, engines, phase } = setUp(found("live"));
    await clock.advance(5000);
    engines[0]?.listener.failed("broken");
    await clock.advance(3000);
    engines[1]?.listener.ended();
    await clock.advance(3000);
    expect(engines.map(({ closed }) => closed)).toEqual([1, 1, 0]);
    expect(phase()).toBe("playing");
  });

  it("passes choices on, and offers none without an engine", async () => {
    const { clock, screen, engines, server, session } = setUp(found("live"));
    await clock.advance(1000);
    const choice = { qualities: [{ id: 0, height: 720, bitrate: 1 }], selected: 0 };
    engines[0]?.listener.qualitiesChanged(choice);
    expect(session.snapshot.choice).toBe(choice);
    session.selectQuality(2);
    expect(engines[0]?.quality).toBe(2);
    session.goLive();
    expect([screen.sought, screen.starts]).toEqual([1000, 2]);
    server.answer = found("offline");
    engines[0]?.listener.ended();
    await clock.advance(1000);
    expect(session.snapshot.choice).toEqual(noChoice);
  });

  it("plays by the viewer's own path, hears of the next one, and stops when there is none", async () => {
    const signed = (path: string): StreamAnswer => ({
      kind: "found",
      stream: parseStream({ name: "demo", state: "live", playback: { path, until: "later" } }),
    });
    const { clock, engines, server, phase, session } = setUp(signed("/live/~1.a/demo/index.m3u8"));
    await clock.advance(1000);
    expect(engines.map(({ address }) => address)).toEqual(["/live/~1.a/demo/index.m3u8"]);
    server.answer = signed("/live/~2.b/demo/index.m3u8");
    await clock.advance(2 * PLAYING_POLL_MS);
    expect(engines.map(({ renewed }) => renewed)).toEqual(["/live/~2.b/demo/index.m3u8"]);
    server.answer = { kind: "forbidden" };
    await clock.advance(2 * PLAYING_POLL_MS);
    expect(engines.map(({ closed }) => closed)).toEqual([1]);
    expect(phase()).toBe("forbidden");
    expect(session.snapshot.playback.stream).toBeUndefined();
    server.answer = signed("/live/~3.c/demo/index.m3u8");
    await clock.advance(2 * POLL_MS);
    expect(engines.at(-1)?.address).toBe("/live/~3.c/demo/index.m3u8");
  });

  it("says how the browser let it begin", async () => {
    const { clock, screen, session } = setUp(found("offline"));
    screen.answer = "muted";
    await flushed();
    session.goLive();
    await clock.advance(0);
    expect(session.snapshot.start).toBe("muted");
  });

  it("leaves nothing behind when closed", async () => {
    const { clock, engines, session, server } = setUp(found("live"));
    await clock.advance(5000);
    session.close();
    expect(engines.map(({ closed }) => closed)).toEqual([1]);
    expect(clock.pending).toBe(0);
    const asked = server.askedAtMs.length;
    await clock.advance(60_000);
    expect(server.askedAtMs).toHaveLength(asked);
  });
});
