import { css, html, LitElement } from "lit";
import "./go-live";
import { base } from "./styles";

/** What the front page shows while nothing is live: how to be the first. */
export class NexusEmptyDirectory extends LitElement {
  static override properties = {
    servers: { attribute: false },
  };

  static override styles = [
    base,
    css`
      :host {
        display: grid;
        grid-template-columns: minmax(0, 1fr) minmax(0, 30rem);
        align-items: center;
        gap: clamp(var(--space-6), 6vw, var(--space-8));
        max-width: 70rem;
        min-height: calc(100dvh - 4rem - 2 * var(--space-7));
        margin: 0 auto;
      }
      .words {
        max-width: 30rem;
      }
      .signal {
        width: 5.5rem;
        height: 5.5rem;
        margin-bottom: var(--space-5);
        color: var(--nexus-blue-light);
      }
      .signal path {
        animation: wave 2.4s ease-in-out infinite;
      }
      .signal .outer {
        animation-delay: 0.35s;
      }
      @keyframes wave {
        0%,
        100% {
          opacity: 0.25;
        }
        40% {
          opacity: 1;
        }
      }
      h1 {
        font-size: var(--text-2xl);
        font-weight: 700;
        letter-spacing: -0.028em;
      }
      .words p {
        margin-top: var(--space-3);
        color: var(--text-muted);
        font-size: var(--text-l);
        text-wrap: pretty;
      }
      section {
        padding: var(--space-5);
        border: 1px solid var(--line);
        border-radius: var(--radius-l);
        background: var(--surface);
        box-shadow: var(--shadow-m);
      }
      h2 {
        margin-bottom: var(--space-4);
        font-size: var(--text-l);
        font-weight: 650;
      }
      @media (max-width: 56rem) {
        :host {
          grid-template-columns: minmax(0, 1fr);
          min-height: 0;
        }
        .signal {
          width: 4rem;
          height: 4rem;
          margin-bottom: var(--space-4);
        }
        section {
          padding: var(--space-4);
        }
      }
      @media (prefers-reduced-motion: reduce) {
        .signal path {
          animation: none;
        }
      }
    `,
  ];

  /** Where encoders publish, the best first; empty until it is known. */
  declare servers: readonly string[];

  constructor() {
    super();
    this.servers = [];
  }

  override render() {
    return html`<div class="words">
        <svg
          class="signal"
          viewBox="0 0 88 88"
          fill="none"
          stroke="currentColor"
          stroke-width="5"
          stroke-linecap="round"
          aria-hidden="true"
        >
          <circle cx="44" cy="44" r="7" fill="currentColor" stroke="none" />
          <path d="M29.9 58.1a20 20 0 0 1 0-28.200m28.2 0a20 20 0 0 1 0 28.2" />
          <path class="outer" d="M17.1 70.900a38 38 0 0 1 0-53.800m53.8 0a38 38 0 0 1 0 53.8" />
        </svg>
        <h1>Nothing is live yet</h1>
        <p>Streams show up here by themselves, the moment they start. Yours can be the first.</p>
      </div>
      <section aria-labelledby="how">
        <h2 id="how">Go live with OBS</h2>
        <nexus-go-live .servers=${this.servers}></nexus-go-live>
      </section>`;
  }
}

customElements.define("nexus-empty-directory", NexusEmptyDirectory);
