import { css, html, LitElement } from "lit";
import { disconnectedIcon } from "./icons";
import { base } from "./styles";

/** Says that the server is away: as a whole page, or as a strip above what is still known. */
export class NexusUnreachable extends LitElement {
  static override properties = {
    shape: { type: String, reflect: true },
  };

  static override styles = [
    base,
    css`
      :host {
        display: flex;
        align-items: center;
        gap: var(--space-3);
      }
      :host([shape="strip"]) {
        margin-bottom: var(--space-5);
        padding: var(--space-3) var(--space-4);
        border: 1px solid var(--warning-line);
        border-radius: var(--radius-m);
        background: var(--warning-surface);
      }
      :host([shape="page"]) {
        flex-direction: column;
        justify-content: center;
        min-height: 55vh;
        text-align: center;
      }
      svg {
        color: var(--warning);
      }
      :host([shape="page"]) svg {
        width: 3.5rem;
        height: 3.5rem;
        padding: 0.875rem;
        border-radius: var(--radius-full);
        background: var(--warning-surface);
      }
      h2 {
        font-size: var(--text-m);
        font-weight: 600;
        letter-spacing: -0.01em;
      }
      :host([shape="page"]) h2 {
        font-size: var(--text-xl);
        font-weight: 700;
        letter-spacing: -0.02em;
      }
      p {
        color: var(--text-muted);
        font-size: var(--text-s);
      }
      :host([shape="page"]) p {
        margin-top: var(--space-2);
        font-size: var(--text-m);
      }
    `,
  ];

  declare shape: "page" | "strip";

  constructor() {
    super();
    this.shape = "page";
  }

  override render() {
    return html`${disconnectedIcon}
      <div>
        <h2>The server cannot be reached</h2>
        <p>
          ${
            this.shape === "page"
              ? "Check your connection. This page tries again by itself every few seconds."
              : "What you see is from before. Trying again…"
          }
        </p>
      </div>`;
  }
}

customElements.define("nexus-unreachable", NexusUnreachable);
