import type { Sample } from "./playback";

/** How the browser let us begin. */
export type Start = "audible" | "muted" | "refused";

/** What the session needs of the video element. */
export interface Screen {
  sample(): Sample;
  /** Begins to play, with sound if the browser lets us. */
  start(): Promise<Start>;
  seek(position: number): void;
}

/** A video element as the session sees it. */
export class VideoScreen implements Screen {
  readonly #video: HTMLVideoElement;

  constructor(video: HTMLVideoElement) {
    this.#video = video;
  }

  sample(): Sample {
    const { currentTime, paused, readyState, ended } = this.#video;
    return {
      position: currentTime,
      paused: paused && !ended,
      ready: readyState >= HTMLMediaElement.HAVE_CURRENT_DATA,
    };
  }

  async start(): Promise<Start> {
    if (await this.#plays()) return "audible";
    if (this.#video.muted) return "refused";
    this.#video.muted = true;
    if (await this.#plays()) return "muted";
    this.#video.muted = false;
    return "refused";
  }

  seek(position: number): void {
    this.#video.currentTime = position;
  }

  /** False where the browser wants a gesture first; a load that overtakes the play is no refusal. */
  async #plays(): Promise<boolean> {
    try {
      await this.#video.play();
      return true;
    } catch (failure) {
      return !(failure instanceof DOMException && failure.name === "NotAllowedError");
    }
  }
}
