/** A clock that disagrees with the server's by more than this tells nothing about latency. */
const PLAUSIBLE_BELOW_SECONDS = 0.3;
const PLAUSIBLE_ABOVE_SECONDS = 3;

/**
 * The live latency to show, in seconds. The playlist's edge gives a figure that needs no clock but
 * knows nothing of the way to the playlist; the programme's own date gives all of the way, if this
 * device's clock is right: it is taken where the two roughly agree.
 */
export function liveLatency(
  behindEdge: number | undefined,
  behindDate: number | undefined,
): number | undefined {
  if (behindEdge === undefined || behindDate === undefined) return behindEdge;
  const way = behindDate - behindEdge;
  const plausible = way >= -PLAUSIBLE_BELOW_SECONDS && way <= PLAUSIBLE_ABOVE_SECONDS;
  return Math.max(0, plausible ? behindDate : behindEdge);
}
