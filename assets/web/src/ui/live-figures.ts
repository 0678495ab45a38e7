import type { Stream } from "../net/streams";
import { appended } from "./history";

/** How the figures of one stream, or of all, came about. */
export interface Figures {
  readonly bitrate: readonly number[];
  readonly viewers: readonly number[];
}

export interface LiveFigures {
  readonly all: Figures;
  readonly byName: ReadonlyMap<string, Figures>;
}

const NONE: Figures = { bitrate: [], viewers: [] };

export const noLiveFigures: LiveFigures = { all: NONE, byName: new Map() };

/** The figures after another look; those of streams that are over go. */
export function withStreams(figures: LiveFigures, streams: readonly Stream[]): LiveFigures {
  const sum = (of: (stream: Stream) => number) =>
    streams.reduce((total, stream) => total + of(stream), 0);
  return {
    all: added(figures.all, sum(bitrate), sum(viewers)),
    byName: new Map(
      streams.map((stream) => [
        stream.name,
        added(figures.byName.get(stream.name) ?? NONE, bitrate(stream), viewers(stream)),
      ]),
    ),
  };
}

const bitrate = (stream: Stream) => (stream.state === "live" ? (stream.bitrate ?? 0) : 0);
const viewers = (stream: Stream) => stream.viewers;

function added(figures: Figures, bits: number, people: number): Figures {
  return { bitrate: appended(figures.bitrate, bits), viewers: appended(figures.viewers, people) };
}
