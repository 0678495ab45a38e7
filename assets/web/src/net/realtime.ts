// The one client of `/ws`: topics, each a snapshot and numbered changes after it.

/** What a page follows a topic with. Data is unknown until the page has looked at it. */
export interface TopicFollower {
  /** The whole state: at first, and again after a line was lost for too long. */
  snapshot(data: unknown): void;
  /** What is different since. */
  change(data: unknown): void;
  /** The topic cannot be followed, or not any more: 401, 403, 404, 409. */
  left(status: number, reason: string): void;
}

export type LineState = "connecting" | "open" | "closed";

/** As much of a browser's WebSocket as is needed. */
export interface Line {
  send(text: string): void;
  close(): void;
  onopen: (() => void) | null;
  onmessage: ((event: { readonly data: unknown }) => void) | null;
  onclose: (() => void) | null;
}

export interface RealtimeOptions {
  readonly open: () => Line;
  readonly nowMs: () => number;
  /** Calls back once; the result cancels. */
  readonly later: (action: () => void, delayMs: number) => () => void;
  readonly random: () => number;
  readonly stateChanged: (state: LineState) => void;
}

interface Topic {
  readonly follower: TopicFollower;
  epoch: string;
  number: number;
}

interface Probe {
  readonly roundTripMs: number;
  readonly offsetMs: number;
}

const FIRST_PAUSE_MS = 500;
const MAX_PAUSE_MS = 30_000;
const PROBE_MS = 20_000;
/** Without any message for so long, the line is dead. */
const SILENCE_MS = 2.5 * PROBE_MS;
const MAX_PROBES = 8;

function browserLine(address: string): Line {
  const socket = new WebSocket(address);
  const line: Line = {
    send: (text) => socket.send(text),
    close: () => socket.close(),
    onopen: null,
    onmessage: null,
    onclose: null,
  };
  socket.onopen = () => line.onopen?.();
  socket.onmessage = (event) => line.onmessage?.(event);
  socket.onclose = () => line.onclose?.();
  return line;
}

/** As browsers do it. */
export function browserOptions(
  stateChanged: (state: LineState) => void = () => {},
): RealtimeOptions {
  const scheme = location.protocol === "https:" ? "wss:" : "ws:";
  return {
    open: () => browserLine(`${scheme}//${location.host}/ws`),
    nowMs: () => Date.now(),
    later: (action, delayMs) => {
      const timer = setTimeout(action, delayMs);
      return () => clearTimeout(timer);
    },
    random: () => Math.random(),
    stateChanged,
  };
}

/** Keeps one line to the server, comes back when it is lost, and goes on where it was. */
export class Realtime {
  readonly #options: RealtimeOptions;
  readonly #topics = new Map<string, Topic>();
  #line: Line | undefined;
  #state: LineState = "connecting";
  #failures = 0;
  #cancelRetry: () => void = () => {};
  #cancelProbe: () => void = () => {};
  #heardMs = 0;
  #probes: readonly Probe[] = [];

  constructor(options: RealtimeOptions = browserOptions()) {
    this.#options = options;
    this.#connect();
  }

  get state(): LineState {
    return this.#state;
  }

  /** The server's clock, in milliseconds, as well as it is known. */
  serverNowMs(): number {
    const best = [...this.#probes].sort((a, b) => a.roundTripMs - b.roundTripMs)[0];
    return this.#options.nowMs() + (best?.offsetMs ?? 0);
  }

  /** Follows a topic; the result stops. One follower a topic. */
  follow(topic: string, follower: TopicFollower): () => void {
    if (this.#topics.has(topic)) throw new Error(`${topic}: followed already`);
    const followed: Topic = { follower, epoch: "", number: 0 };
    this.#topics.set(topic, followed);
    if (this.#state === "open") this.#join(topic, followed);
    return () => {
      if (this.#topics.get(topic) !== followed) return;
      this.#topics.delete(topic);
      this.#send({ type: "leave", topic });
    };
  }

  close(): void {
    this.#enter("closed");
    this.#cancelRetry();
    this.#cancelProbe();
    this.#topics.clear();
    this.#line?.close();
  }

  #connect(): void {
    this.#enter("connecting");
    const line = this.#options.open();
    this.#line = line;
    line.onopen = () => {
      if (this.#line !== line) return;
      this.#failures = 0;
      this.#heardMs = this.#options.nowMs();
      this.#enter("open");
      for (const [name, topic] of this.#topics) this.#join(name, topic);
      this.#probe();
    };
    line.onmessage = (event) => {
      if (this.#line === line) this.#received(event.data);
    };
    line.onclose = () => {
      if (this.#line === line) this.#lost();
    };
  }

  #lost(): void {
    this.#line = undefined;
    this.#cancelProbe();
    if (this.#state === "closed") return;
    this.#enter("connecting");
    const most = Math.min(MAX_PAUSE_MS, FIRST_PAUSE_MS * 2 ** this.#failures++);
    // Not all pages at once, when a server comes back.
    const pause = most * (0.5 + this.#options.random() / 2);
    this.#cancelRetry = this.#options.later(() => this.#connect(), pause);
  }

  #join(name: string, topic: Topic): void {
    const resume = topic.epoch === "" ? {} : { epoch: topic.epoch, after: topic.number };
    this.#send({ type: "join", topic: name, ...resume });
  }

  #probe(): void {
    if (this.#options.nowMs() - this.#heardMs > SILENCE_MS) {
      const dead = this.#line;
      this.#lost();
      dead?.close();
      return;
    }
    this.#send({ type: "ping", at: this.#options.nowMs() });
    this.#cancelProbe = this.#options.later(() => this.#probe(), PROBE_MS);
  }

  #received(data: unknown): void {
    this.#heardMs = this.#options.nowMs();
    const message = parse(data);
    if (message === undefined) return;
    if (message["type"] === "pong") {
      this.#measured(message);
      return;
    }
    const name = message["topic"];
    const topic = typeof name === "string" ? this.#topics.get(name) : undefined;
    if (topic !== undefined) this.#told(String(name), topic, message);
  }

  #told(name: string, topic: Topic, message: Readonly<Record<string, unknown>>): void {
    const number = typeof message["number"] === "number" ? message["number"] : 0;
    switch (message["type"]) {
      case "snapshot":
        topic.epoch = String(message["epoch"]);
        topic.number = number;
        topic.follower.snapshot(message["data"]);
        break;
      case "change":
        if (number !== topic.number + 1) return;
        topic.number = number;
        topic.follower.change(message["data"]);
        break;
      case "left":
        this.#topics.delete(name);
        topic.follower.left(Number(message["status"]), String(message["reason"]));
        break;
    }
  }

  #measured(pong: Readonly<Record<string, unknown>>): void {
    const now = this.#options.nowMs();
    const at = pong["at"];
    const time = pong["time"];
    if (typeof at !== "number" || typeof time !== "number" || at > now) return;
    const roundTripMs = now - at;
    const probe = { roundTripMs, offsetMs: time + roundTripMs / 2 - now };
    this.#probes = [...this.#probes, probe].slice(-MAX_PROBES);
  }

  #send(message: Readonly<Record<string, unknown>>): void {
    if (this.#state === "open") this.#line?.send(JSON.stringify(message));
  }

  #enter(state: LineState): void {
    if (state === this.#state) return;
    this.#state = state;
    this.#options.stateChanged(state);
  }
}

function parse(data: unknown): Readonly<Record<string, unknown>> | undefined {
  if (typeof data !== "string") return undefined;
  try {
    const message: unknown = JSON.parse(data);
    return typeof message === "object" && message !== null
      ? (message as Readonly<Record<string, unknown>>)
      : undefined;
  } catch {
    return undefined;
  }
}
