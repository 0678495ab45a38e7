import type { ListAnswer } from "./client";
import { type Directory, updated } from "./directory";
import { Poll } from "./poll";
import type { LineState, TopicFollower } from "./realtime";
import { parseStreams, type Stream, streamsWith } from "./streams";

const TOPIC = "streams";

/** So long a line may be away before the list is asked for instead. */
export const GRACE_MS = 1500;
export const POLL_MS = 2500;
const POLL_JITTER_MS = 500;
/** A page nobody looks at asks less often. */
const HIDDEN_POLL_MS = 15_000;

/** As much of the line to the server as is needed. */
export interface TopicLine {
  follow(topic: string, follower: TopicFollower): () => void;
  close(): void;
}

export interface LiveListParts {
  /** Opens the line, which tells how it is from then on. */
  readonly open: (stateChanged: (state: LineState) => void) => TopicLine;
  readonly ask: () => Promise<ListAnswer>;
  readonly isHidden: () => boolean;
  readonly changed: (directory: Directory) => void;
}

/**
 * What is live, told as it changes by the topic. Where no line is to be had, as behind a proxy that
 * knows no WebSockets, the list is asked for again and again until there is one.
 */
export class LiveList {
  readonly #parts: LiveListParts;
  readonly #line: TopicLine;
  /** As the topic tells them; undefined before it has. */
  #streams: readonly Stream[] | undefined;
  #directory: Directory = { kind: "loading" };
  #state: "following" | "away" | "closed" = "away";
  #grace: ReturnType<typeof setTimeout> | undefined;
  #poll: Poll | undefined;

  constructor(parts: LiveListParts) {
    this.#parts = parts;
    this.#line = parts.open((state) => this.#turned(state));
    this.#line.follow(TOPIC, {
      snapshot: (data) => this.#told(parseStreams(data)),
      change: (data) => this.#told(streamsWith(this.#streams ?? [], data)),
      left: () => this.#lost(),
    });
    this.#wait();
  }

  /** Asks at once if it has to ask at all: somebody looks again, or the network is back. */
  now(): void {
    this.#poll?.now();
  }

  close(): void {
    this.#state = "closed";
    this.#stopAsking();
    this.#line.close();
  }

  #turned(state: LineState): void {
    if (state === "connecting") this.#lost();
    // What was told before goes on: missed changes follow, or another snapshot.
    else if (state === "open" && this.#state === "away" && this.#streams) this.#follow();
  }

  #told(streams: readonly Stream[]): void {
    if (this.#state === "closed") return;
    this.#follow();
    this.#streams = streams;
    this.#show({ kind: "listed", streams });
  }

  #follow(): void {
    this.#state = "following";
    this.#stopAsking();
  }

  #lost(): void {
    if (this.#state !== "following") return;
    this.#state = "away";
    this.#wait();
  }

  #wait(): void {
    this.#grace = setTimeout(() => {
      this.#poll = new Poll(
        () => this.#ask(),
        () =>
          this.#parts.isHidden()
            ? HIDDEN_POLL_MS
            : POLL_MS + POLL_JITTER_MS * (Math.random() - 0.5),
      );
    }, GRACE_MS);
  }

  #stopAsking(): void {
    clearTimeout(this.#grace);
    this.#poll?.close();
    this.#poll = undefined;
  }

  async #ask(): Promise<void> {
    const answer = await this.#parts.ask();
    // The topic may have come first, and knows better.
    if (this.#state === "away") this.#show(answer);
  }

  #show(answer: ListAnswer): void {
    this.#directory = updated(this.#directory, answer);
    this.#parts.changed(this.#directory);
  }
}
