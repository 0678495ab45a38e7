import { describe, expect, it } from "vitest";
import type { StreamAnswer } from "../net/client";
import { parseStream, type StreamState } from "../net/streams";
import {
  BUFFERING_MS,
  type Command,
  DRAINED_MS,
  type Input,
  initialPlayback,
  LAG_SECONDS,
  MAX_RETRY_MS,
  OLD_PROGRAMME_MS,
  type Playback,
  RETRY_MS,
  SKIP_DISTANCE_MS,
  STALL_MS,
  STALL_STEP_MS,
  STEADY_MS,
  step,
  UNSUPPORTED_RETRY_MS,
} from "./playback";

const TICK_MS = 500;

const unknown: StreamAnswer = { kind: "unknown" };
const unreachable: StreamAnswer = { kind: "unreachable", reason: "no connection" };

function found(state: StreamState, since = "2026-11-23T10:00:00Z"): StreamAnswer {
  return { kind: "found", stream: parseStream({ name: "demo", title: "Demo", state, since }) };
}

/** Drives the state by hand, and remembers what it wanted done. */
class TestingPlayback {
  state: Playback = initialPlayback;
  nowMs = 0;
  position = 0;
  latency: number | undefined;
  commands: Command[] = [];

  answered(answer: StreamAnswer): this {
    return this.#feed({ kind: "answered", answer, nowMs: this.nowMs });
  }

  failed(failure: "broken" | "unsupported" = "broken"): this {
    return this.#feed({ kind: "failed", failure, nowMs: this.nowMs });
  }

  ended(): this {
    return this.#feed({ kind: "ended", nowMs: this.nowMs });
  }

  rejoined(): this {
    return this.#feed({ kind: "rejoined", nowMs: this.nowMs });
  }

  plays(forMs: number): this {
    return this.#passes(forMs, TICK_MS / 1000, false);
  }

  stands(forMs: number): this {
    return this.#passes(forMs, 0, false);
  }

  pauses(forMs: number): this {
    return this.#passes(forMs, 0, true);
  }

  /** What it wanted done since the last time this was asked. */
  taken(): Command[] {
    return this.commands.splice(0);
  }

  #passes(forMs: number, seconds: number, paused: boolean): this {
    for (let passedMs = 0; passedMs < forMs; passedMs += TICK_MS) {
      this.nowMs += TICK_MS;
      this.position += seconds;
      const { nowMs, position, latency } = this;
      this.#feed({ kind: "sampled", nowMs, position, paused, ready: true, latency });
    }
    return this;
  }

  #feed(input: Input): this {
    const { next, commands } = step(this.state, input);
    this.state = next;
    this.commands.push(...commands);
    return this;
  }
}

const live = () => new TestingPlayback().answered(found("live"));

function playing(): TestingPlayback {
  const playback = live().plays(STEADY_MS + TICK_MS);
  playback.taken();
  return playback;
}

describe("without an engine", () => {
  it("plays a slate as any other picture, and on when the broadcaster is back", () => {
    const player = new TestingPlayback();
    player.answered(found("slate"));
    expect(player.taken()).toEqual(["load"]);
    player.plays(2000).answered(found("live")).plays(2000).answered(found("slate")).plays(2000);
    const commands = player.taken();
    expect(commands).not.toContain("load");
    expect(commands).not.toContain("unload");
  });

  it("connects until the server has answered", () => {
    expect(new TestingPlayback().stands(TICK_MS).state.phase).toBe("connecting");
  });

  it.each([
    [found("offline"), "offline"],
    [unknown, "unknown"],
    [unreachable, "unreachable"],
    [{ kind: "sign-in" }, "sign-in"],
    [{ kind: "forbidden" }, "forbidden"],
    [{ kind: "expired" }, "expired"],
    [found("waiting"), "connecting"],
  ] as const)("shows what the server says: %j", (answer, phase) => {
    const playback = new TestingPlayback().answered(answer).stands(60_000);
    expect(playback.state.phase).toBe(phase);
    expect(playback.taken()).toEqual([]);
  });

  it("loads as soon as the stream is live", () => {
    const playback = new TestingPlayback().answered(found("offline")).answered(found("live"));
    expect(playback.taken()).toEqual(["load"]);
    expect(playback.state).toMatchObject({ phase: "connecting", engine: "loaded" });
  });

  it("loads once the server is back", () => {
    const playback = new TestingPlayback().answered(unreachable).answered(unknown);
    expect(playback.state.phase).toBe("unknown");
    expect(playback.answered(found("live")).taken()).toEqual(["load"]);
  });

  it("ignores a late word from an engine that is gone", () => {
    const playback = new TestingPlayback().answered(found("offline")).failed().ended();
    expect(playback.taken()).toEqual([]);
    expect(playback.state.phase).toBe("offline");
  });
});

describe("playing", () => {
  it.each(["sign-in", "forbidden", "expired"] as const)(
    "stops at once when the viewer may not watch any more: %s",
    (kind) => {
      const playback = playing().answered({ kind });
      expect(playback.taken()).toEqual(["unload"]);
      expect(playback.state).toMatchObject({ phase: kind, engine: "absent", stream: undefined });
      expect(playback.answered(found("live")).taken()).toEqual(["load"]);
    },
  );

  it("plays once the media time moves", () => {
    const playback = live().stands(1000);
    expect(playback.state.phase).toBe("connecting");
    expect(playback.plays(TICK_MS).state.phase).toBe("playing");
  });

  it("is ready, not stalled, when the viewer pauses", () => {
    const playback = playing().pauses(120_000);
    expect(playback.state.phase).toBe("playing");
    expect(playback.taken()).toEqual([]);
  });

  it("shows that it waits, and asks why, when it stands still", () => {
    const playback = playing().stands(BUFFERING_MS);
    expect(playback.state.phase).toBe("connecting");
    expect(playback.taken()).toEqual(["poll"]);
    expect(playback.plays(TICK_MS).state.phase).toBe("playing");
  });

  it("is made anew after a stall, each time a little later", () => {
    const playback = playing().stands(STALL_MS - TICK_MS);
    expect(playback.taken()).toEqual(["poll"]);
    expect(playback.stands(TICK_MS).taken()).toEqual(["unload", "load"]);
    expect(playback.stands(STALL_MS + STALL_STEP_MS - TICK_MS).taken()).toEqual([]);
    expect(playback.stands(TICK_MS).taken()).toEqual(["unload", "load"]);
    expect(playback.plays(STEADY_MS + TICK_MS).state.attempts).toBe(0);
  });

  it("is made anew at once when it stands and another programme has begun", () => {
    const playback = playing().stands(OLD_PROGRAMME_MS);
    playback.taken();
    expect(playback.answered(found("live", "2026-11-23T11:00:00Z")).taken()).toEqual([
      "unload",
      "load",
    ]);
  });

  it("goes on while it moves, whatever programme the server names", () => {
    const playback = playing().answered(found("live", "2026-11-23T11:00:00Z")).plays(5000);
    expect(playback.state.phase).toBe("playing");
    expect(playback.taken()).toEqual([]);
  });
});

describe("falling behind", () => {
  it("skips to live, but not again and again", () => {
    const playback = playing();
    playback.latency = LAG_SECONDS + 0.1;
    expect(playback.plays(TICK_MS).taken()).toEqual(["skip"]);
    expect(playback.plays(SKIP_DISTANCE_MS - TICK_MS).taken()).toEqual([]);
    expect(playback.plays(TICK_MS).taken()).toEqual(["skip"]);
    playback.latency = LAG_SECONDS;
    expect(playback.plays(60_000).taken()).toEqual([]);
  });

  it("does not skip while there is nothing to skip to", () => {
    const playback = playing();
    playback.latency = 60;
    expect(playback.stands(BUFFERING_MS).taken()).toEqual(["poll"]);
  });

  it("leaves a viewer behind who has paused, until that viewer wants to be live", () => {
    const playback = playing().pauses(20_000);
    playback.latency = 20;
    expect(playback.plays(20_000).taken()).toEqual([]);
    expect(playback.rejoined().taken()).toEqual(["skip"]);
    expect(playback.plays(SKIP_DISTANCE_MS).taken()).toEqual(["skip"]);
  });

  it("has nowhere to skip to without an engine", () => {
    expect(new TestingPlayback().rejoined().taken()).toEqual([]);
  });
});

describe("the publisher goes", () => {
  it("waits for it with the engine loaded", () => {
    const playback = playing().answered(found("waiting")).stands(9500);
    expect(playback.state).toMatchObject({ phase: "connecting", engine: "loaded" });
    expect(playback.taken()).toEqual(["poll"]);
  });

  it("goes on by itself when the publisher is back in time", () => {
    const playback = playing().answered(found("waiting")).stands(5000);
    playback.answered(found("live")).plays(TICK_MS);
    expect(playback.state.phase).toBe("playing");
    expect(playback.taken()).toEqual(["poll"]);
  });

  it("plays what it has to the end, then is offline", () => {
    const playback = playing().answered(found("offline")).plays(2000);
    expect(playback.state.phase).toBe("playing");
    playback.stands(DRAINED_MS);
    expect(playback.state).toMatchObject({ phase: "offline", engine: "absent" });
    expect(playback.taken()).toEqual(["poll", "unload"]);
  });

  it("is unloaded at its end, and asks what is next", () => {
    const playback = playing().ended();
    expect(playback.taken()).toEqual(["unload", "poll"]);
    expect(playback.answered(found("offline")).state.phase).toBe("offline");
    expect(playback.answered(found("live", "2026-11-23T12:00:00Z")).taken()).toEqual(["load"]);
  });
});

describe("the server goes", () => {
  it("plays what it has, then says so, then comes back", () => {
    const playback = playing().answered(unreachable).plays(1000);
    expect(playback.state.phase).toBe("playing");
    expect(playback.stands(DRAINED_MS).state.phase).toBe("unreachable");
    expect(playback.taken()).toEqual(["poll", "unload"]);
    playback.answered(unknown);
    expect(playback.state.phase).toBe("unknown");
    expect(playback.answered(found("live", "2026-11-23T12:00:00Z")).taken()).toEqual(["load"]);
    expect(playback.plays(TICK_MS).state.phase).toBe("playing");
  });

  it("lets a paused viewer be, and a blip pass", () => {
    const playback = playing().pauses(1000).answered(unreachable).pauses(10_000);
    expect(playback.state.phase).toBe("playing");
    playback.answered(found("live")).plays(1000);
    expect(playback.taken()).toEqual([]);
  });

  it("holds for a viewer who had paused", () => {
    const playback = playing().pauses(1000).failed();
    playback.nowMs += RETRY_MS;
    expect(playback.answered(found("live")).state).toMatchObject({
      engine: "loaded",
      intent: "hold",
    });
  });

  it("plays again for everybody once the stream has been offline", () => {
    const playback = playing().pauses(1000).answered(found("offline")).pauses(TICK_MS);
    expect(playback.state).toMatchObject({ phase: "offline", intent: "play" });
  });
});

describe("the engine fails", () => {
  it("asks the server first, and loads again after a while", () => {
    const playback = playing().failed();
    expect(playback.taken()).toEqual(["unload", "poll"]);
    expect(playback.state.phase).toBe("connecting");
    expect(playback.stands(10_000).taken()).toEqual([]);
    expect(playback.answered(found("live")).taken()).toEqual(["load"]);
  });

  it("backs off, up to a limit", () => {
    const playback = live();
    const waitedMs = Array.from({ length: 7 }, () => {
      playback.taken();
      const failedMs = playback.nowMs;
      playback.failed().answered(found("live"));
      while (playback.state.engine === "absent") playback.stands(TICK_MS);
      return playback.nowMs - failedMs;
    });
    expect(waitedMs).toEqual([500, 1000, 2000, 4000, MAX_RETRY_MS, MAX_RETRY_MS, MAX_RETRY_MS]);
  });

  it("does not wait when another programme has begun", () => {
    const playback = live().failed().failed();
    playback.taken();
    expect(playback.answered(found("live", "2026-11-23T12:00:00Z")).taken()).toEqual(["load"]);
  });

  it("tries seldom where the browser cannot decode it", () => {
    const playback = live().failed("unsupported").answered(found("live"));
    playback.taken();
    expect(playback.stands(UNSUPPORTED_RETRY_MS - TICK_MS).taken()).toEqual([]);
    expect(playback.state.failure).toBe("unsupported");
    expect(playback.stands(TICK_MS).taken()).toEqual(["load"]);
    expect(playback.plays(TICK_MS).state.failure).toBeUndefined();
  });
});
