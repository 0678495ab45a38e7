import { type Engine, type EngineListener, noChoice } from "./engine";
import { liveLatency } from "./latency";

const HLS_TYPE = "application/vnd.apple.mpegurl";

/** Seconds from the end of what can be sought to, which is where native players go live. */
const LIVE_OFFSET_SECONDS = 1;

interface DatedVideo extends HTMLVideoElement {
  getStartDate(): Date;
}

function isDated(video: HTMLVideoElement): video is DatedVideo {
  return "getStartDate" in video && typeof video.getStartDate === "function";
}

/** Lets the browser itself play HLS, where Media Source Extensions are missing (older iPhones). */
export class NativeEngine implements Engine {
  static isSupported(video: HTMLVideoElement): boolean {
    return video.canPlayType(HLS_TYPE) !== "";
  }

  readonly #video: HTMLVideoElement;
  readonly #listener: EngineListener;

  constructor(video: HTMLVideoElement, address: string, listener: EngineListener) {
    this.#video = video;
    this.#listener = listener;
    video.addEventListener("error", this.#onError);
    video.addEventListener("ended", this.#onEnded);
    video.src = address;
    listener.qualitiesChanged(noChoice);
  }

  latency(): number | undefined {
    const edge = this.#edge();
    if (edge === undefined) return undefined;
    const startMs = isDated(this.#video) ? this.#video.getStartDate().getTime() : Number.NaN;
    const behindDate = (Date.now() - startMs) / 1000 - this.#video.currentTime;
    return liveLatency(
      edge - this.#video.currentTime,
      Number.isNaN(behindDate) ? undefined : behindDate,
    );
  }

  livePosition(): number | undefined {
    const edge = this.#edge();
    return edge === undefined ? undefined : edge - LIVE_OFFSET_SECONDS;
  }

  selectQuality(): void {
    // The browser chooses by itself.
  }

  renew(): void {
    // The browser keeps to the address it has. When that ends it fails, and is loaded anew.
  }

  close(): void {
    this.#video.removeEventListener("error", this.#onError);
    this.#video.removeEventListener("ended", this.#onEnded);
    this.#video.removeAttribute("src");
    this.#video.load();
  }

  #edge(): number | undefined {
    const { seekable } = this.#video;
    return seekable.length > 0 ? seekable.end(seekable.length - 1) : undefined;
  }

  readonly #onEnded = () => this.#listener.ended();

  readonly #onError = () => {
    const unsupported = this.#video.error?.code === MediaError.MEDIA_ERR_DECODE;
    this.#listener.failed(unsupported ? "unsupported" : "broken");
  };
}
