import { browserOptions, Realtime } from "../net/realtime";

/** What a page does with a topic. Both throw for data that is not what it should be. */
export interface TopicReader {
  readonly snapshot: (data: unknown) => void;
  readonly change: (data: unknown) => void;
}

/** The topics that a page follows over one line. */
export class Topics {
  readonly #realtime: Realtime;

  /** @param away told whether the line is lost */
  constructor(away: (away: boolean) => void) {
    this.#realtime = new Realtime(browserOptions((state) => away(state === "connecting")));
  }

  /**
   * Follows a topic; the result stops. Whoever may not, or not any more, is asked who it is by a
   * fresh page.
   */
  follow(topic: string, reader: TopicReader): () => void {
    return this.#realtime.follow(topic, {
      snapshot: reader.snapshot,
      change: reader.change,
      left: (status) => {
        if (status === 401 || status === 403) location.reload();
      },
    });
  }

  close(): void {
    this.#realtime.close();
  }
}
