import { css, html, LitElement } from "lit";
import type { StreamState } from "../net/streams";
import { base } from "./styles";

const labels: Readonly<Record<StreamState, string>> = {
  live: "Live",
  slate: "Back soon",
  waiting: "Waiting",
  offline: "Offline",
};

export class NexusLiveBadge extends LitElement {
  static override properties = {
    state: { type: String, reflect: true },
  };

  static override styles = [
    base,
    css`
      :host {
        display: inline-flex;
        align-items: center;
        gap: 0.375rem;
        height: 1.5rem;
        padding: 0 0.5rem;
        border-radius: var(--radius-s);
        background: #33415c;
        color: #fff;
        font-size: 0.6875rem;
        font-weight: 700;
        letter-spacing: 0.06em;
        line-height: 1;
        text-transform: uppercase;
        white-space: nowrap;
      }
      :host([state="live"]) {
        background: var(--live);
        color: var(--live-text);
      }
      i {
        width: 0.4375rem;
        height: 0.4375rem;
        border-radius: 50%;
        background: currentColor;
      }
      :host([state="live"]) i {
        animation: beat 1.8s ease-in-out infinite;
      }
      @keyframes beat {
        50% {
          opacity: 0.35;
        }
      }
      @media (prefers-reduced-motion: reduce) {
        :host([state="live"]) i {
          animation: none;
        }
      }
    `,
  ];

  declare state: StreamState;

  constructor() {
    super();
    this.state = "offline";
  }

  override render() {
    return html`<i aria-hidden="true"></i>${labels[this.state]}`;
  }
}

customElements.define("nexus-live-badge", NexusLiveBadge);
