import { css, html, LitElement, type TemplateResult } from "lit";
import { repeat } from "lit/directives/repeat.js";
import { watchPath } from "../net/addresses";
import type { Stream } from "../net/streams";
import { bitrateText, countText, resolutionText, startedText } from "./format";
import "./live-badge";
import { type LiveFigures, noLiveFigures } from "./live-figures";
import { panels } from "./panel";
import "./sparkline";
import { sentence } from "./stream-health";
import { base } from "./styles";

/** The live streams, each with how its bit rate and its viewers came about. */
export class NexusLiveTable extends LitElement {
  static override properties = {
    streams: { attribute: false },
    figures: { attribute: false },
    nowMs: { type: Number },
  };

  static override styles = [
    base,
    panels,
    css`
      .stream {
        display: grid;
        grid-template-columns: minmax(0, 1fr) 12rem 12rem;
        align-items: center;
        gap: var(--space-3) var(--space-5);
        padding: var(--space-3) 0;
        border-top: 1px solid var(--line);
      }
      .name {
        display: grid;
        grid-template-columns: auto minmax(0, 1fr);
        align-items: center;
        gap: 0 var(--space-3);
      }
      .name a {
        overflow: hidden;
        color: var(--text);
        font-weight: 600;
        text-overflow: ellipsis;
        white-space: nowrap;
      }
      .name a {
        padding-block: var(--space-1);
      }
      .name .detail {
        grid-column: 2;
      }
      .figure {
        display: grid;
        grid-template-columns: 5rem minmax(0, 1fr);
        align-items: center;
        gap: var(--space-3);
      }
      .figure dt {
        color: var(--text-muted);
        font-size: var(--text-xs);
      }
      .figure dd {
        font-weight: 600;
        font-size: var(--text-s);
      }
      .warning {
        grid-column: 1 / -1;
        color: var(--warning);
        font-size: var(--text-s);
      }
      .empty {
        padding: var(--space-5) 0 var(--space-3);
        color: var(--text-muted);
        text-align: center;
      }
      @media (max-width: 48rem) {
        .stream {
          grid-template-columns: minmax(0, 1fr) minmax(0, 1fr);
        }
        .name {
          grid-column: 1 / -1;
        }
        .figure {
          grid-template-columns: minmax(0, 1fr);
          gap: var(--space-1);
        }
      }
    `,
  ];

  declare streams: readonly Stream[];
  declare figures: LiveFigures;
  declare nowMs: number;

  constructor() {
    super();
    this.streams = [];
    this.figures = noLiveFigures;
    this.nowMs = 0;
  }

  override render(): TemplateResult {
    return html`<section aria-labelledby="heading">
      <div class="head"><h2 id="heading">Live streams</h2></div>
      ${
        this.streams.length === 0
          ? html`<p class="empty">Nothing is live. A stream shows up here the moment it starts.</p>`
          : html`<ul class="rows">
              ${repeat(
                this.streams,
                (stream) => stream.name,
                (stream) => this.#row(stream),
              )}
            </ul>`
      }
    </section>`;
  }

  #row(stream: Stream): TemplateResult {
    const { video } = stream;
    const figures = this.figures.byName.get(stream.name);
    const facts = [
      resolutionText(video?.width, video?.height, video?.frameRate),
      startedText(stream.since, this.nowMs),
    ].filter((fact) => fact !== undefined);
    return html`<li class="stream">
      <div class="name">
        <nexus-live-badge .state=${stream.state}></nexus-live-badge>
        <a href=${watchPath(stream.name)}>${stream.title}</a>
        <span class="detail number">${facts.join(" · ")}</span>
      </div>
      ${figure("Bitrate", bitrateText(stream.bitrate ?? 0), figures?.bitrate ?? [])}
      ${figure("Viewers", countText(stream.viewers), figures?.viewers ?? [], 5)}
      ${stream.warnings.map((warning) => html`<p class="warning">${sentence(warning)}</p>`)}
    </li>`;
  }
}

function figure(
  label: string,
  value: string,
  history: readonly number[],
  ceiling = 0,
): TemplateResult {
  return html`<div class="figure">
    <dl>
      <dt>${label}</dt>
      <dd class="number">${value}</dd>
    </dl>
    <nexus-sparkline .values=${history} .ceiling=${ceiling}></nexus-sparkline>
  </div>`;
}

customElements.define("nexus-live-table", NexusLiveTable);
