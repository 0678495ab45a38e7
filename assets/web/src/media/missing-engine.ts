import type { Engine, EngineListener } from "./engine";

/** Stands in where the browser has no way to play HLS, and says so. */
export class MissingEngine implements Engine {
  #state: "open" | "closed" = "open";

  constructor(listener: EngineListener) {
    queueMicrotask(() => {
      if (this.#state === "open") listener.failed("unsupported");
    });
  }

  latency(): undefined {
    return undefined;
  }

  livePosition(): undefined {
    return undefined;
  }

  selectQuality(): void {
    // There is none.
  }

  renew(): void {
    // Nothing is asked for.
  }

  close(): void {
    this.#state = "closed";
  }
}
