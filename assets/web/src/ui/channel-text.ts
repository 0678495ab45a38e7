import { css, html, LitElement, nothing } from "lit";
import type { Stream } from "../net/streams";
import { startedText } from "./format";
import { shareIcon } from "./icons";
import "./live-badge";
import { base, buttons } from "./styles";

/** What a channel is: its title, state and description. Tells `share`. */
export class NexusChannelText extends LitElement {
  static override properties = {
    name: { type: String },
    stream: { attribute: false },
    nowMs: { type: Number },
  };

  static override styles = [
    base,
    buttons,
    css`
      :host {
        display: block;
      }
      .head {
        display: flex;
        align-items: flex-start;
        justify-content: space-between;
        gap: var(--space-4);
      }
      h1 {
        font-size: clamp(1.25rem, 1.1rem + 0.7vw, 1.625rem);
        font-weight: 700;
        overflow-wrap: anywhere;
      }
      .facts {
        display: flex;
        flex-wrap: wrap;
        align-items: center;
        gap: var(--space-1) var(--space-3);
        margin-top: var(--space-2);
        color: var(--text-muted);
        font-size: var(--text-s);
      }
      .description {
        max-width: 46rem;
        margin-top: var(--space-4);
        overflow-wrap: anywhere;
        text-wrap: pretty;
        white-space: pre-line;
      }
    `,
  ];

  declare name: string;
  declare stream: Stream | undefined;
  declare nowMs: number;

  constructor() {
    super();
    this.name = "";
    this.stream = undefined;
    this.nowMs = 0;
  }

  override render() {
    const { stream } = this;
    const state = stream?.state ?? "offline";
    const started = state === "offline" ? undefined : startedText(stream?.since, this.nowMs);
    return html`<div class="head">
        <div>
          <h1>${stream?.title ?? this.name}</h1>
          <div class="facts">
            ${stream ? html`<nexus-live-badge .state=${state}></nexus-live-badge>` : nothing}
            ${started ? html`<span class="number">${started}</span>` : nothing}
          </div>
        </div>
        <button type="button" class="button secondary" @click=${this.#share}>
          ${shareIcon} Share
        </button>
      </div>
      ${stream?.description ? html`<p class="description">${stream.description}</p>` : nothing}`;
  }

  readonly #share = () => {
    this.dispatchEvent(new CustomEvent("share"));
  };
}

customElements.define("nexus-channel-text", NexusChannelText);
