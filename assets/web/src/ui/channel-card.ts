import { css, html, LitElement, nothing, type TemplateResult } from "lit";
import { watchPath } from "../net/addresses";
import type { Channel } from "../net/channels";
import type { Stream } from "../net/streams";
import { bitrateText, countText } from "./format";
import "./live-badge";
import type { Figures } from "./live-figures";
import "./meter";
import { panels } from "./panel";
import { serverFields } from "./server-fields";
import { healthOf } from "./stream-health";
import { base, buttons } from "./styles";

/**
 * One of one's own channels: how it does, and how to go live. Its keys stand in the slot, who may
 * watch in the one called `audience`, and what it is called in the one called `settings`.
 */
export class NexusChannelCard extends LitElement {
  static override properties = {
    channel: { attribute: false },
    stream: { attribute: false },
    figures: { attribute: false },
    servers: { attribute: false },
  };

  static override styles = [
    base,
    buttons,
    panels,
    css`
      .head {
        flex-wrap: nowrap;
        align-items: flex-start;
      }
      .name {
        flex: 1;
        display: flex;
        flex-wrap: wrap;
        align-items: center;
        gap: var(--space-2) var(--space-3);
        min-width: 0;
        min-height: 2.5rem;
      }
      h2 {
        overflow-wrap: anywhere;
      }
      .columns {
        display: grid;
        grid-template-columns: minmax(0, 1fr) minmax(0, 1fr);
        gap: var(--space-5) var(--space-6);
        margin-top: var(--space-4);
      }
      .columns > * {
        display: grid;
        align-content: start;
        gap: var(--space-3);
        min-width: 0;
      }
      .health {
        padding: var(--space-3) var(--space-4);
        border: 1px solid var(--line);
        border-radius: var(--radius-m);
        background: var(--surface-sunken);
        font-size: var(--text-s);
      }
      .health.warn {
        border-color: var(--warning-line);
        background: var(--warning-surface);
      }
      .health b {
        font-weight: 650;
      }
      .health.good b {
        color: var(--good);
      }
      .health ul {
        margin-top: var(--space-1);
        padding-left: var(--space-4);
      }
      .meters {
        display: grid;
        grid-template-columns: minmax(0, 1fr) minmax(0, 1fr);
        gap: var(--space-3);
      }
      h3 {
        font-size: var(--text-m);
        font-weight: 650;
      }
      @media (max-width: 60rem) {
        .columns {
          grid-template-columns: minmax(0, 1fr);
        }
      }
    `,
  ];

  declare channel: Channel | undefined;
  /** Absent while it is offline. */
  declare stream: Stream | undefined;
  declare figures: Figures | undefined;
  /** Where encoders publish, the best first; empty until it is known. */
  declare servers: readonly string[];

  constructor() {
    super();
    this.channel = undefined;
    this.stream = undefined;
    this.figures = undefined;
    this.servers = [];
  }

  override render(): TemplateResult | typeof nothing {
    const { channel, stream } = this;
    if (channel === undefined) return nothing;
    return html`<section aria-labelledby="heading">
      <div class="head">
        <div class="name">
          <h2 id="heading">${channel.title}</h2>
          <nexus-live-badge .state=${stream?.state ?? "offline"}></nexus-live-badge>
        </div>
        <a class="button secondary" href=${watchPath(channel.name)}>Watch page</a>
      </div>
      <div class="columns">
        <div>
          <h3>How it does</h3>
          ${this.#health()} ${stream === undefined ? nothing : this.#meters(stream)}
          <slot name="audience"></slot>
        </div>
        <div>
          <h3>Settings for OBS</h3>
          <p class="detail">Settings → Stream, service Custom…; keyframe interval 2 s.</p>
          ${serverFields(this.servers)}
          <slot></slot>
        </div>
      </div>
      <slot name="settings"></slot>
    </section>`;
  }

  #health(): TemplateResult {
    const { tone, heading, advice } = healthOf(this.stream);
    return html`<div class="health ${tone}" role="status">
      <b>${heading}</b>
      ${advice.length === 1 ? html`<p>${advice[0]}</p>` : nothing}
      ${
        advice.length > 1
          ? html`<ul>
              ${advice.map((each) => html`<li>${each}</li>`)}
            </ul>`
          : nothing
      }
    </div>`;
  }

  #meters(stream: Stream): TemplateResult {
    const bitrate = stream.state === "live" ? (stream.bitrate ?? 0) : 0;
    return html`<div class="meters">
      <nexus-meter
        label="Bitrate"
        .value=${bitrateText(bitrate)}
        .history=${this.figures?.bitrate ?? []}
        .ceiling=${bitrate * 1.25}
      ></nexus-meter>
      <nexus-meter
        label="Viewers"
        .value=${countText(stream.viewers)}
        .history=${this.figures?.viewers ?? []}
        .ceiling=${5}
      ></nexus-meter>
    </div>`;
  }
}

customElements.define("nexus-channel-card", NexusChannelCard);
