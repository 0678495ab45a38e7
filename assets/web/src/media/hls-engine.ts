import Hls, { type ErrorData, type HlsConfig } from "hls.js";
import workerPath from "hls.js/dist/hls.worker.js?url";
import { renewed } from "../net/addresses";
import { catchUpRate } from "./catch-up";
import { AUTOMATIC, type Engine, type EngineListener } from "./engine";
import { liveLatency } from "./latency";
import { captionTimeline } from "./part-captions";
import type { Failure } from "./playback";

const LOAD_TIMEOUT_MS = 10000;

const retry = { maxNumRetry: 4, retryDelayMs: 500, maxRetryDelayMs: 2000 };

const loadPolicy = {
  default: {
    maxTimeToFirstByteMs: LOAD_TIMEOUT_MS,
    maxLoadTimeMs: LOAD_TIMEOUT_MS,
    timeoutRetry: retry,
    errorRetry: retry,
  },
};

const firstLoadPolicy = {
  default: { ...loadPolicy.default, timeoutRetry: null, errorRetry: null },
};

const config: Partial<HlsConfig> = {
  workerPath,
  lowLatencyMode: true,
  liveDurationInfinity: true,
  backBufferLength: 30,
  maxBufferLength: 15,
  // The engine catches up itself, see catchUpRate.
  maxLiveSyncPlaybackRate: 1,
  // A stall moves the target a part further away, not a second.
  liveSyncOnStallIncrease: 0.2,
  capLevelToPlayerSize: true,
  timelineController: captionTimeline,
  manifestLoadPolicy: firstLoadPolicy,
  playlistLoadPolicy: loadPolicy,
};

const undecodable: readonly string[] = [
  Hls.ErrorDetails.MANIFEST_INCOMPATIBLE_CODECS_ERROR,
  Hls.ErrorDetails.BUFFER_ADD_CODEC_ERROR,
  Hls.ErrorDetails.BUFFER_INCOMPATIBLE_CODECS_ERROR,
];

/** Plays through Media Source Extensions. */
export class HlsEngine implements Engine {
  static isSupported(): boolean {
    return Hls.isSupported();
  }

  readonly #hls: Hls;
  readonly #video: HTMLVideoElement;
  readonly #listener: EngineListener;
  #recoveries = 0;
  #address: string;

  constructor(video: HTMLVideoElement, address: string, listener: EngineListener) {
    this.#video = video;
    this.#listener = listener;
    this.#address = address;
    this.#hls = new Hls({
      ...config,
      xhrSetup: (request, url) => request.open("GET", renewed(url, this.#address)),
    });
    this.#hls.on(Hls.Events.ERROR, (_event, data) => this.#onError(data));
    this.#hls.on(Hls.Events.MANIFEST_PARSED, () => this.#tellQualities());
    this.#hls.on(Hls.Events.LEVEL_SWITCHED, () => this.#tellQualities());
    this.#video.addEventListener("ended", this.#onEnded);
    this.#video.addEventListener("timeupdate", this.#catchUp);
    this.#hls.loadSource(address);
    this.#hls.attachMedia(video);
  }

  latency(): number | undefined {
    const edge = this.#hls.latestLevelDetails;
    if (!edge || this.#video.readyState < HTMLMediaElement.HAVE_CURRENT_DATA) return undefined;
    const date = this.#hls.playingDate;
    const behindDate = date ? (Date.now() - date.getTime()) / 1000 : undefined;
    return liveLatency(this.#hls.latency, behindDate);
  }

  livePosition(): number | undefined {
    return this.#hls.liveSyncPosition ?? undefined;
  }

  selectQuality(id: number): void {
    this.#hls.nextLevel = id;
    this.#tellQualities();
  }

  renew(address: string): void {
    this.#address = address;
  }

  close(): void {
    this.#video.removeEventListener("ended", this.#onEnded);
    this.#video.removeEventListener("timeupdate", this.#catchUp);
    this.#video.playbackRate = 1;
    this.#hls.destroy();
  }

  readonly #catchUp = () => {
    const { targetLatency: target, latency } = this.#hls;
    const { buffered: ranges, currentTime, playbackRate } = this.#video;
    if (target === null || ranges.length === 0) return;
    const buffered = ranges.end(ranges.length - 1) - currentTime;
    const rate = catchUpRate({ latency, target, buffered }, playbackRate);
    if (rate !== playbackRate) this.#video.playbackRate = rate;
  };

  readonly #onEnded = () => this.#listener.ended();

  #tellQualities(): void {
    const { levels, autoLevelEnabled, nextLevel } = this.#hls;
    this.#listener.qualitiesChanged({
      qualities: levels.map((level, id) => ({
        id,
        height: level.height > 0 ? level.height : undefined,
        bitrate: level.bitrate,
      })),
      selected: autoLevelEnabled ? AUTOMATIC : nextLevel,
    });
  }

  #onError(data: ErrorData): void {
    if (!data.fatal) return;
    if (data.type === Hls.ErrorTypes.MEDIA_ERROR && this.#canRecover(data)) {
      this.#recoveries += 1;
      this.#hls.recoverMediaError();
      return;
    }
    const failure: Failure = undecodable.includes(data.details) ? "unsupported" : "broken";
    this.#listener.failed(failure);
  }

  #canRecover(data: ErrorData): boolean {
    return this.#recoveries === 0 && !undecodable.includes(data.details);
  }
}
