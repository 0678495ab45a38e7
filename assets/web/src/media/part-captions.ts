import Hls, { type Events, type FragLoadingData, type HlsConfig } from "hls.js";

type Timeline = NonNullable<HlsConfig["timelineController"]>;

/** As much of hls.js's reader of captions as is looked at here; it keeps it to itself. */
interface CaptionReader {
  lastSn: number;
  lastPartIndex: number;
  onFragLoading(event: Events.FRAG_LOADING, data: FragLoadingData): void;
}

type CaptionReaderClass = new (hls: Hls) => CaptionReader;

/**
 * hls.js 1.7.4 takes each part of a segment for a leap and forgets what it has read of a caption,
 * which is most of it with parts of a fifth of a second. A part that follows the one before is made
 * to look like a segment that does.
 */
export function readingParts(base: CaptionReaderClass): CaptionReaderClass {
  return class extends base {
    override onFragLoading(event: Events.FRAG_LOADING, data: FragLoadingData): void {
      const { frag, part } = data;
      if (part && frag.sn === this.lastSn && part.index === this.lastPartIndex + 1)
        this.lastSn -= 1;
      super.onFragLoading(event, data);
    }
  };
}

export const captionTimeline: Timeline = readingParts(
  Hls.DefaultConfig.timelineController as unknown as CaptionReaderClass,
) as unknown as Timeline;
