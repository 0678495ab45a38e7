import { css, html, LitElement, nothing } from "lit";
import type { AudioFormat, Stream, VideoFormat } from "../net/streams";
import { bitrateText, channelsText, codecText, frameRateText } from "./format";
import { chevronIcon } from "./icons";
import { base } from "./styles";

type Row = readonly [label: string, value: string];

const joined = (parts: readonly (string | undefined)[]) =>
  parts.filter((part) => part !== undefined).join(", ");

function videoRows(video: VideoFormat): readonly Row[] {
  const { width, height, frameRate, bitrate, keyframeDistanceMs } = video;
  const rows: Row[] = [["Video", codecText(video.codec)]];
  if (width && height) rows.push(["Resolution", `${width} × ${height}`]);
  if (frameRate) rows.push(["Frame rate", `${frameRateText(frameRate)} frames/s`]);
  if (bitrate) rows.push(["Video bitrate", bitrateText(bitrate)]);
  if (keyframeDistanceMs) {
    rows.push(["Keyframes", `every ${Number((keyframeDistanceMs / 1000).toFixed(1))} s`]);
  }
  return rows;
}

function audioRows(audio: AudioFormat): readonly Row[] {
  const { sampleRate, channels, bitrate } = audio;
  const rows: Row[] = [["Audio", codecText(audio.codec)]];
  const sound = joined([
    sampleRate ? `${sampleRate / 1000} kHz` : undefined,
    channels ? channelsText(channels) : undefined,
  ]);
  if (sound) rows.push(["Sound", sound]);
  if (bitrate) rows.push(["Audio bitrate", bitrateText(bitrate)]);
  return rows;
}

/** The formats of a stream, for those who want to know. */
export class NexusFormatDetails extends LitElement {
  static override properties = {
    stream: { attribute: false },
    droppedFrames: { type: Number },
    unfolded: { type: Boolean },
  };

  static override styles = [
    base,
    css`
      :host {
        display: block;
      }
      details {
        border: 1px solid var(--line);
        border-radius: var(--radius-m);
        background: var(--surface);
        box-shadow: var(--shadow-s);
      }
      summary {
        display: flex;
        align-items: center;
        justify-content: space-between;
        min-height: 2.75rem;
        padding: 0 var(--space-3) 0 var(--space-4);
        border-radius: var(--radius-m);
        font-size: var(--text-s);
        font-weight: 600;
        list-style: none;
        cursor: pointer;
      }
      summary::-webkit-details-marker {
        display: none;
      }
      summary svg {
        width: 1.25rem;
        height: 1.25rem;
        color: var(--text-muted);
        transition: rotate 150ms;
      }
      details[open] summary svg {
        rotate: 180deg;
      }
      dl {
        display: grid;
        grid-template-columns: auto minmax(0, 1fr);
        gap: var(--space-2) var(--space-4);
        padding: var(--space-1) var(--space-4) var(--space-4);
        font-size: var(--text-s);
      }
      dt {
        color: var(--text-muted);
      }
      dd {
        overflow-wrap: anywhere;
        text-align: right;
      }
      @media (prefers-reduced-motion: reduce) {
        summary svg {
          transition: none;
        }
      }
    `,
  ];

  declare stream: Stream | undefined;
  declare droppedFrames: number;
  declare unfolded: boolean;

  constructor() {
    super();
    this.stream = undefined;
    this.droppedFrames = 0;
    this.unfolded = false;
  }

  override render() {
    const { video, audio } = this.stream ?? {};
    if (!video && !audio) return nothing;
    const rows: readonly Row[] = [
      ...(video ? videoRows(video) : []),
      ...(audio ? audioRows(audio) : []),
      ["Codecs", joined([video?.codec, audio?.codec])],
      ["Frames dropped here", String(this.droppedFrames)],
    ];
    return html`<details ?open=${this.unfolded}>
      <summary>Technical details ${chevronIcon}</summary>
      <dl class="number">
        ${rows.map(
          ([label, value]) =>
            html`<dt>${label}</dt>
              <dd>${value}</dd>`,
        )}
      </dl>
    </details>`;
  }
}

customElements.define("nexus-format-details", NexusFormatDetails);
