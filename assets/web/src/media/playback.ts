// The player's state, as a pure function: what is known, what came in, what to do.
import type { StreamAnswer } from "../net/client";
import type { Stream, StreamState } from "../net/streams";

/** Why somebody may not watch; see StreamAnswer. */
export type Barrier = "sign-in" | "forbidden" | "expired";

export type Phase = "connecting" | "playing" | "offline" | "unknown" | "unreachable" | Barrier;

/** The last thing the server said; `unasked` also after a failure, when what it said is stale. */
export type Availability =
  | "unasked"
  | "live"
  | "waiting"
  | "offline"
  | "unknown"
  | "unreachable"
  | Barrier;

/** `unsupported`: the browser cannot decode it; `broken`: it did not arrive. */
export type Failure = "broken" | "unsupported";

export interface Playback {
  readonly phase: Phase;
  readonly availability: Availability;
  readonly stream: Stream | undefined;
  readonly engine: "absent" | "loaded";
  /** Which programme the engine was loaded for. */
  readonly programme: string | undefined;
  /** Media time last seen, and when it last moved, in milliseconds of the clock. */
  readonly position: number;
  readonly movedAtMs: number;
  readonly loadedAtMs: number;
  /** Loads in a row that did not lead to steady playing. */
  readonly attempts: number;
  /** No engine is loaded before this. */
  readonly loadAfterMs: number;
  readonly failure: Failure | undefined;
  /** What the viewer wants; an engine loaded on hold waits for the play button. */
  readonly intent: "play" | "hold";
  /** `live` follows the stream; `own` is a viewer's who has paused and so chosen to be behind. */
  readonly pace: "live" | "own";
  /** When it last skipped to live. */
  readonly skippedAtMs: number;
}

export interface Sample {
  /** Media time in seconds. */
  readonly position: number;
  /** The viewer has paused it, or the browser waits for the viewer before it plays. */
  readonly paused: boolean;
  /** There is something to show at this position. */
  readonly ready: boolean;
}

/** How far behind the live stream, in seconds; undefined while unknown. */
export type Latency = number | undefined;

export type Input = { readonly nowMs: number } & (
  | { readonly kind: "answered"; readonly answer: StreamAnswer }
  | ({ readonly kind: "sampled"; readonly latency: Latency } & Sample)
  | { readonly kind: "failed"; readonly failure: Failure }
  | { readonly kind: "ended" }
  /** The viewer wants to be live again. */
  | { readonly kind: "rejoined" }
);

export type Command = "load" | "unload" | "poll" | "skip";

export interface Step {
  readonly next: Playback;
  readonly commands: readonly Command[];
}

/** Standing still this long while live is a stall: the engine is made anew. */
export const STALL_MS = 6000;
/** Each load in vain allows the next one this much longer, up to the limit. */
export const STALL_STEP_MS = 2000;
export const MAX_STALL_MS = 14000;
/** When another programme has begun, no buffer is worth waiting for. */
export const OLD_PROGRAMME_MS = 1500;
/** Standing still this long is shown. */
export const BUFFERING_MS = 1500;
/** What is buffered when the stream goes is played to its end: still this long, it is. */
export const DRAINED_MS = 3000;
/** Playing this long since the load is steady. */
export const STEADY_MS = 10000;
/** Further behind than this, not by choice, it skips to live: faster playing would take too long. */
export const LAG_SECONDS = 3;
export const SKIP_DISTANCE_MS = 5000;
export const RETRY_MS = 500;
export const MAX_RETRY_MS = 8000;
export const UNSUPPORTED_RETRY_MS = 15000;

export const initialPlayback: Playback = {
  phase: "connecting",
  availability: "unasked",
  stream: undefined,
  engine: "absent",
  programme: undefined,
  position: 0,
  movedAtMs: 0,
  loadedAtMs: 0,
  attempts: 0,
  loadAfterMs: 0,
  failure: undefined,
  intent: "play",
  pace: "live",
  skippedAtMs: 0,
};

export function step(playback: Playback, input: Input): Step {
  switch (input.kind) {
    case "answered":
      return settle(heard(playback, input.answer), input.nowMs);
    case "sampled":
      return settle(watched(playback, input, input.nowMs), input.nowMs, input);
    case "failed":
      return playback.engine === "absent"
        ? { next: playback, commands: [] }
        : failed(playback, input.failure, input.nowMs);
    case "ended":
      return playback.engine === "absent"
        ? { next: playback, commands: [] }
        : { next: { ...unloaded(playback), attempts: 0 }, commands: ["unload", "poll"] };
    case "rejoined":
      return playback.engine === "absent"
        ? { next: playback, commands: [] }
        : { next: skipped(playback, input.nowMs), commands: ["skip"] };
  }
}

/** A slate is played like any other picture: players go on when the broadcaster comes back. */
function availabilityOf(state: StreamState): Availability {
  return state === "slate" ? "live" : state;
}

function heard(playback: Playback, answer: StreamAnswer): Playback {
  switch (answer.kind) {
    case "found":
      return {
        ...playback,
        availability: availabilityOf(answer.stream.state),
        stream: answer.stream,
      };
    case "unknown":
    case "unreachable":
      return { ...playback, availability: answer.kind };
    case "sign-in":
    case "forbidden":
    case "expired":
      // What was known of it is not theirs to see any more.
      return { ...playback, availability: answer.kind, stream: undefined };
  }
}

function watched(playback: Playback, sample: Sample, nowMs: number): Playback {
  if (playback.engine === "absent") return playback;
  const at: Playback = {
    ...playback,
    position: sample.position,
    intent: sample.paused ? "hold" : "play",
    pace: sample.paused ? "own" : playback.pace,
  };
  if (sample.paused) return { ...at, movedAtMs: nowMs, phase: sample.ready ? "playing" : at.phase };
  if (sample.position === playback.position || !sample.ready) return at;
  const steady = nowMs - playback.loadedAtMs >= STEADY_MS;
  return {
    ...at,
    movedAtMs: nowMs,
    phase: "playing",
    attempts: steady ? 0 : playback.attempts,
    failure: undefined,
  };
}

function failed(playback: Playback, failure: Failure, nowMs: number): Step {
  const attempts = playback.attempts + 1;
  const backOffMs =
    failure === "unsupported"
      ? UNSUPPORTED_RETRY_MS
      : Math.min(RETRY_MS * 2 ** (attempts - 1), MAX_RETRY_MS);
  const next = { ...unloaded(playback), attempts, failure, loadAfterMs: nowMs + backOffMs };
  return { next, commands: ["unload", "poll"] };
}

function unloaded(playback: Playback): Playback {
  return { ...playback, phase: "connecting", engine: "absent", availability: "unasked" };
}

/** Decides from all that is known; called whenever any of it changes, and as time goes by. */
function settle(
  playback: Playback,
  nowMs: number,
  seen: { paused: boolean; latency: Latency } = { paused: false, latency: undefined },
): Step {
  return playback.engine === "absent"
    ? settleWithout(playback, nowMs)
    : settleWith(playback, nowMs, seen.paused, seen.latency);
}

function settleWithout(playback: Playback, nowMs: number): Step {
  switch (playback.availability) {
    case "live": {
      const programmeChanged = playback.stream?.since !== playback.programme;
      const due = nowMs >= playback.loadAfterMs || programmeChanged;
      return due
        ? { next: loaded(playback, nowMs), commands: ["load"] }
        : { next: { ...playback, phase: "connecting" }, commands: [] };
    }
    case "unasked":
    case "waiting":
      return { next: { ...playback, phase: "connecting" }, commands: [] };
    case "offline":
    case "unknown":
    case "unreachable":
    case "sign-in":
    case "forbidden":
    case "expired":
      return {
        next: {
          ...playback,
          phase: playback.availability,
          attempts: 0,
          loadAfterMs: 0,
          failure: undefined,
          intent: playback.availability === "unreachable" ? playback.intent : "play",
        },
        commands: [],
      };
  }
}

function loaded(playback: Playback, nowMs: number): Playback {
  return {
    ...playback,
    phase: "connecting",
    engine: "loaded",
    programme: playback.stream?.since,
    movedAtMs: nowMs,
    loadedAtMs: nowMs,
    pace: "live",
  };
}

function skipped(playback: Playback, nowMs: number): Playback {
  return { ...playback, pace: "live", skippedAtMs: nowMs };
}

function lags(playback: Playback, nowMs: number, latency: Latency): boolean {
  return (
    playback.phase === "playing" &&
    playback.availability === "live" &&
    playback.pace === "live" &&
    latency !== undefined &&
    latency > LAG_SECONDS &&
    nowMs - Math.max(playback.skippedAtMs, playback.loadedAtMs) >= SKIP_DISTANCE_MS
  );
}

function settleWith(playback: Playback, nowMs: number, paused: boolean, latency: Latency): Step {
  const stillMs = nowMs - playback.movedAtMs;
  const barred = isBarrier(playback.availability);
  const goneAndDrained =
    playback.availability === "unreachable"
      ? !paused && stillMs >= DRAINED_MS
      : (playback.availability === "offline" || playback.availability === "unknown") &&
        (paused || stillMs >= DRAINED_MS);
  if (goneAndDrained || barred) {
    const { availability } = playback;
    const { next } = settleWithout({ ...unloaded(playback), availability }, nowMs);
    return { next, commands: ["unload"] };
  }
  if (playback.availability === "live" && stillMs >= stallLimitMs(playback)) {
    const next = { ...loaded(playback, nowMs), attempts: playback.attempts + 1 };
    return { next, commands: ["unload", "load"] };
  }
  if (playback.phase === "playing" && stillMs >= BUFFERING_MS) {
    return { next: { ...playback, phase: "connecting" }, commands: ["poll"] };
  }
  if (playback.movedAtMs === nowMs && lags(playback, nowMs, latency)) {
    return { next: skipped(playback, nowMs), commands: ["skip"] };
  }
  return { next: playback, commands: [] };
}

export function isBarrier(state: Phase | Availability): state is Barrier {
  return state === "sign-in" || state === "forbidden" || state === "expired";
}

function stallLimitMs(playback: Playback): number {
  if (playback.stream?.since !== playback.programme) return OLD_PROGRAMME_MS;
  return Math.min(STALL_MS + STALL_STEP_MS * playback.attempts, MAX_STALL_MS);
}
