import { css, html, LitElement, nothing } from "lit";
import type { Notice } from "./notice";
import "./poster";
import { base, buttons } from "./styles";

/** The player's message over its picture. */
export class NexusStageNotice extends LitElement {
  static override properties = {
    notice: { attribute: false },
    name: { type: String },
  };

  static override styles = [
    base,
    buttons,
    css`
      :host {
        position: absolute;
        inset: 0;
        color: var(--stage-text);
        --focus: var(--stage-focus);
      }
      :host([hidden]) {
        display: none;
      }
      nexus-poster,
      .shade {
        position: absolute;
        inset: 0;
      }
      .shade {
        background: rgb(5 9 18 / 76%);
      }
      .veil {
        background: rgb(5 9 18 / 64%);
      }
      .words {
        position: absolute;
        inset: 0;
        display: flex;
        flex-direction: column;
        align-items: center;
        justify-content: center;
        gap: var(--space-2);
        padding: var(--space-4);
        text-align: center;
      }
      h2 {
        font-size: clamp(1.0625rem, 0.8rem + 1.3vw, 1.625rem);
        font-weight: 650;
        overflow-wrap: anywhere;
      }
      p {
        color: var(--stage-muted);
        font-size: clamp(var(--text-s), 0.75rem + 0.3vw, var(--text-m));
        text-wrap: balance;
      }
      .sign {
        width: 2.25rem;
        height: 2.25rem;
        margin-bottom: var(--space-2);
        border-radius: 50%;
      }
      .spinner {
        border: 3px solid rgb(255 255 255 / 22%);
        border-top-color: #fff;
        animation: turn 900ms linear infinite;
      }
      .pulse {
        position: relative;
        border: 3px solid rgb(255 255 255 / 30%);
      }
      .pulse::after {
        content: "";
        position: absolute;
        inset: 0.5rem;
        border-radius: 50%;
        background: var(--stage-focus);
        animation: pulse 2.4s ease-in-out infinite;
      }
      .secondary {
        margin-top: var(--space-3);
        border-color: rgb(255 255 255 / 30%);
        background: rgb(255 255 255 / 10%);
        color: #fff;
      }
      .secondary:hover {
        border-color: #fff;
      }
      @keyframes turn {
        to {
          rotate: 1turn;
        }
      }
      @keyframes pulse {
        50% {
          opacity: 0.3;
          scale: 0.8;
        }
      }
      @media (prefers-reduced-motion: reduce) {
        .spinner,
        .pulse::after {
          animation: none;
        }
      }
    `,
  ];

  declare notice: Notice | undefined;
  declare name: string;

  constructor() {
    super();
    this.notice = undefined;
    this.name = "";
  }

  override render() {
    const { notice } = this;
    if (notice === undefined) return nothing;
    const cover = notice.shape === "cover";
    return html`${
      cover
        ? html`<nexus-poster .name=${this.name} .label=${""}></nexus-poster>
            <div class="shade"></div>`
        : html`<div class="shade veil"></div>`
    }
      <div class="words">
        ${notice.sign === "none" ? nothing : html`<div class="sign ${notice.sign}"></div>`}
        <h2>${notice.heading}</h2>
        ${notice.text ? html`<p>${notice.text}</p>` : nothing}
        ${
          notice.link === undefined
            ? nothing
            : html`<a class="button secondary" href=${notice.link.path} target="_top"
                >${notice.link.label}</a
              >`
        }
      </div>`;
  }
}

customElements.define("nexus-stage-notice", NexusStageNotice);
