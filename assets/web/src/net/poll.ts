/** Asks again and again, one question at a time, until it is closed. */
export class Poll {
  readonly #ask: () => Promise<void>;
  readonly #distanceMs: () => number;
  #state: "waiting" | "asking" | "closed" = "waiting";
  #timer: ReturnType<typeof setTimeout> | undefined;

  constructor(ask: () => Promise<void>, distanceMs: () => number) {
    this.#ask = ask;
    this.#distanceMs = distanceMs;
    this.now();
  }

  /** Asks at once, unless it is asking already. */
  now(): void {
    if (this.#state !== "waiting") return;
    this.#state = "asking";
    clearTimeout(this.#timer);
    void this.#ask().then(() => {
      if (this.#state === "closed") return;
      this.#state = "waiting";
      this.#timer = setTimeout(() => this.now(), this.#distanceMs());
    });
  }

  close(): void {
    this.#state = "closed";
    clearTimeout(this.#timer);
  }
}
