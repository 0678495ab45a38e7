import { playlistPath } from "../net/addresses";
import type { StreamAnswer } from "../net/client";
import type { Stream } from "../net/streams";
import { type Engine, type EngineFactory, noChoice, type QualityChoice } from "./engine";
import { type Command, type Input, initialPlayback, type Playback, step } from "./playback";
import type { Screen, Start } from "./screen";

export interface Clock {
  nowMs(): number;
  /** Calls back once; the answer cancels it. */
  after(delayMs: number, action: () => void): () => void;
  /** From 0 to 1, to spread the viewers' polls. */
  random(): number;
}

export interface StreamSource {
  find(name: string): Promise<StreamAnswer>;
}

/** All that the page shows of the playing. */
export interface Snapshot {
  readonly playback: Playback;
  /** Seconds; undefined while not playing. */
  readonly latency: number | undefined;
  readonly choice: QualityChoice;
  readonly start: Start | undefined;
}

export const TICK_MS = 500;
export const POLL_MS = 2000;
/** While it plays, the poll is for the figures alone. */
export const PLAYING_POLL_MS = 3000;
/** Polls are spread by this share of their distance. */
export const POLL_JITTER = 0.25;

export const initialSnapshot: Snapshot = {
  playback: initialPlayback,
  latency: undefined,
  choice: noChoice,
  start: undefined,
};

export interface SessionParts {
  readonly name: string;
  readonly source: StreamSource;
  readonly screen: Screen;
  readonly engines: EngineFactory;
  readonly clock: Clock;
  readonly changed: (snapshot: Snapshot) => void;
}

const pathOf = (stream: Stream) => stream.signedPath ?? playlistPath(stream.name);

/** Keeps one channel playing on one screen, whatever the stream and the server do. */
export class PlaybackSession {
  readonly #parts: SessionParts;
  #snapshot: Snapshot = initialSnapshot;
  #engine: Engine | undefined;
  #polling: "idle" | "asking" | "closed" = "idle";
  #cancelPoll = () => {};
  #cancelTick = () => {};

  constructor(parts: SessionParts) {
    this.#parts = parts;
    this.#poll();
    this.#tick();
  }

  get snapshot(): Snapshot {
    return this.#snapshot;
  }

  selectQuality(id: number): void {
    this.#engine?.selectQuality(id);
  }

  goLive(): void {
    this.#feed({ kind: "rejoined", nowMs: this.#parts.clock.nowMs() });
    this.#begin();
  }

  close(): void {
    this.#polling = "closed";
    this.#cancelPoll();
    this.#cancelTick();
    this.#unload();
  }

  #tick(): void {
    const { clock, screen } = this.#parts;
    this.#cancelTick = clock.after(TICK_MS, () => this.#tick());
    const latency = this.#engine?.latency();
    this.#feed({ kind: "sampled", nowMs: clock.nowMs(), latency, ...screen.sample() });
    this.#show({ latency: this.#snapshot.playback.phase === "playing" ? latency : undefined });
  }

  #poll(): void {
    if (this.#polling !== "idle") return;
    this.#polling = "asking";
    this.#cancelPoll();
    void this.#ask();
  }

  async #ask(): Promise<void> {
    const { source, name, clock } = this.#parts;
    const answer = await source.find(name);
    if (this.#polling === "closed") return;
    this.#polling = "idle";
    this.#feed({ kind: "answered", nowMs: clock.nowMs(), answer });
    if (answer.kind === "found") this.#engine?.renew(pathOf(answer.stream));
    const distanceMs = this.#snapshot.playback.phase === "playing" ? PLAYING_POLL_MS : POLL_MS;
    const jitter = 1 + POLL_JITTER * (2 * clock.random() - 1);
    this.#cancelPoll();
    this.#cancelPoll = clock.after(distanceMs * jitter, () => this.#poll());
  }

  #feed(input: Input): void {
    const { next, commands } = step(this.#snapshot.playback, input);
    this.#show({ playback: next });
    for (const command of commands) this.#obey(command);
  }

  #obey(command: Command): void {
    switch (command) {
      case "load":
        this.#load();
        break;
      case "unload":
        this.#unload();
        break;
      case "poll":
        this.#poll();
        break;
      case "skip":
        this.#skip();
        break;
    }
  }

  #load(): void {
    const { name, engines, clock } = this.#parts;
    const { stream } = this.#snapshot.playback;
    const engine = engines(stream === undefined ? playlistPath(name) : pathOf(stream), {
      failed: (failure) => this.#feed({ kind: "failed", failure, nowMs: clock.nowMs() }),
      ended: () => this.#feed({ kind: "ended", nowMs: clock.nowMs() }),
      qualitiesChanged: (choice) => this.#show({ choice }),
    });
    this.#engine = engine;
    if (this.#snapshot.playback.intent === "play") this.#begin();
  }

  #begin(): void {
    const engine = this.#engine;
    void this.#parts.screen.start().then((start) => {
      if (this.#engine === engine) this.#show({ start });
    });
  }

  #skip(): void {
    const position = this.#engine?.livePosition();
    if (position !== undefined) this.#parts.screen.seek(position);
  }

  #unload(): void {
    this.#engine?.close();
    this.#engine = undefined;
    this.#show({ choice: noChoice, latency: undefined });
  }

  #show(change: Partial<Snapshot>): void {
    this.#snapshot = { ...this.#snapshot, ...change };
    if (this.#polling !== "closed") this.#parts.changed(this.#snapshot);
  }
}
