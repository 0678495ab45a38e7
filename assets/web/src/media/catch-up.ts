/** All in seconds. */
export interface Lag {
  /** How far playing is behind the live edge, and how far it should be. */
  readonly latency: number;
  readonly target: number;
  /** What there is to play. */
  readonly buffered: number;
}

/** Faster than this is heard. */
export const MAX_RATE = 1.2;
const RATE_STEP = 0.05;
/** Rate gained for each second of distance. */
const GAIN = 0.25;
/** It begins at the one distance and ends at the other, so that the rate does not flutter. */
export const BEGIN_SECONDS = 0.25;
export const END_SECONDS = 0.1;
/** Further away than this somebody has chosen to be. */
export const FAR_SECONDS = 4;

/**
 * The playback rate that brings the live latency to its target. hls.js has its own, which stops
 * while a whole second is buffered: with parts of a fifth of a second that is most of the latency.
 */
export function catchUpRate(lag: Lag, rate: number): number {
  const distance = lag.latency - lag.target;
  const least = rate > 1 ? END_SECONDS : BEGIN_SECONDS;
  if (distance < least || distance > FAR_SECONDS || lag.buffered < lag.target) return 1;
  const steps = Math.max(1, Math.round((distance * GAIN) / RATE_STEP));
  const wanted = 1 + steps * RATE_STEP;
  return Math.min(MAX_RATE, Number(wanted.toFixed(2)));
}
