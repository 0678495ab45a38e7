import { css, html, LitElement, nothing } from "lit";
import { watchPath } from "../net/addresses";
import type { Stream } from "../net/streams";
import { countText, resolutionText, startedText, viewersText } from "./format";
import { viewersIcon } from "./icons";
import "./live-badge";
import "./poster";
import { base } from "./styles";

/** One stream on the front page: the whole card leads to it. */
export class NexusStreamCard extends LitElement {
  static override properties = {
    stream: { attribute: false },
    nowMs: { type: Number },
  };

  static override styles = [
    base,
    css`
      :host {
        display: block;
        height: 100%;
      }
      a {
        display: block;
        height: 100%;
        border: 1px solid var(--line);
        border-radius: var(--radius-l);
        background: var(--surface);
        color: inherit;
        text-decoration: none;
        box-shadow: var(--shadow-s);
        overflow: hidden;
        transition:
          box-shadow 160ms,
          border-color 160ms,
          transform 160ms;
      }
      a:hover {
        border-color: color-mix(in srgb, var(--nexus-blue-light) 55%, var(--line));
        box-shadow: var(--shadow-m);
        transform: translateY(-2px);
      }
      .picture {
        position: relative;
        aspect-ratio: 16 / 9;
        background: var(--stage);
      }
      /* A height that is no whole number of pixels would let the stage be seen below it. */
      nexus-poster {
        position: absolute;
        inset: 0 0 -1px;
      }
      nexus-live-badge {
        position: absolute;
        top: var(--space-3);
        left: var(--space-3);
      }
      .tag {
        position: absolute;
        display: inline-flex;
        align-items: center;
        gap: 0.3125rem;
        height: 1.5rem;
        padding: 0 0.5rem;
        border-radius: var(--radius-s);
        background: rgb(4 8 18 / 72%);
        color: #fff;
        font-size: var(--text-xs);
        font-weight: 600;
      }
      .tag svg {
        width: 0.9375rem;
        height: 0.9375rem;
      }
      .resolution {
        top: var(--space-3);
        right: var(--space-3);
      }
      .viewers {
        bottom: var(--space-3);
        left: var(--space-3);
      }
      .text {
        padding: var(--space-3) var(--space-4) var(--space-4);
      }
      h2 {
        display: -webkit-box;
        overflow: hidden;
        overflow-wrap: anywhere;
        font-size: var(--text-l);
        font-weight: 650;
        -webkit-box-orient: vertical;
        -webkit-line-clamp: 2;
      }
      p {
        display: flex;
        justify-content: space-between;
        gap: var(--space-3);
        margin-top: var(--space-1);
        color: var(--text-muted);
        font-size: var(--text-s);
      }
      .name {
        overflow: hidden;
        text-overflow: ellipsis;
        white-space: nowrap;
      }
      .since {
        flex: none;
      }
      @media (prefers-reduced-motion: reduce) {
        a {
          transition: none;
        }
        a:hover {
          transform: none;
        }
      }
    `,
  ];

  declare stream: Stream | undefined;
  declare nowMs: number;

  constructor() {
    super();
    this.stream = undefined;
    this.nowMs = 0;
  }

  override render() {
    const { stream } = this;
    if (stream === undefined) return nothing;
    const { video } = stream;
    const resolution = resolutionText(video?.width, video?.height, video?.frameRate);
    return html`<a href=${watchPath(stream.name)}>
      <div class="picture">
        <nexus-poster .name=${stream.name} .label=${stream.title}></nexus-poster>
        <nexus-live-badge .state=${stream.state}></nexus-live-badge>
        ${resolution ? html`<span class="tag number resolution">${resolution}</span>` : nothing}
        <span class="tag number viewers">
          ${viewersIcon}<span aria-hidden="true">${countText(stream.viewers)}</span>
          <span class="unseen">${viewersText(stream.viewers)}</span>
        </span>
      </div>
      <div class="text">
        <h2>${stream.title}</h2>
        <p>
          <span class="name">${stream.name}</span>
          <span class="since">${startedText(stream.since, this.nowMs) ?? nothing}</span>
        </p>
      </div>
    </a>`;
  }
}

customElements.define("nexus-stream-card", NexusStreamCard);
