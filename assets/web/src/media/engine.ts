import type { Failure } from "./playback";

export interface Quality {
  readonly id: number;
  readonly height: number | undefined;
  /** Bits a second. */
  readonly bitrate: number;
}

/** Let the engine choose the quality. */
export const AUTOMATIC = -1;

export interface QualityChoice {
  readonly qualities: readonly Quality[];
  /** A quality's id, or `AUTOMATIC`. */
  readonly selected: number;
}

export const noChoice: QualityChoice = { qualities: [], selected: AUTOMATIC };

export interface EngineListener {
  failed(failure: Failure): void;
  ended(): void;
  qualitiesChanged(choice: QualityChoice): void;
}

/** Plays one playlist on one video element until it is closed. */
export interface Engine {
  /** How far behind the newest media this plays, in seconds; undefined while unknown. */
  latency(): number | undefined;
  /** Where to seek to be live again, in seconds of media time. */
  livePosition(): number | undefined;
  selectQuality(id: number): void;
  /** The same playlist under another signature; what is asked for from now on is asked for so. */
  renew(address: string): void;
  close(): void;
}

export type EngineFactory = (address: string, listener: EngineListener) => Engine;
