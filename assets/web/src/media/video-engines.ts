import type { EngineFactory } from "./engine";
import { HlsEngine } from "./hls-engine";
import { MissingEngine } from "./missing-engine";
import { NativeEngine } from "./native-engine";

/** Engines for one video element: Media Source Extensions first, the browser's own HLS second. */
export function enginesFor(video: HTMLVideoElement): EngineFactory {
  return (address, listener) => {
    if (HlsEngine.isSupported()) return new HlsEngine(video, address, listener);
    if (NativeEngine.isSupported(video)) return new NativeEngine(video, address, listener);
    return new MissingEngine(listener);
  };
}
