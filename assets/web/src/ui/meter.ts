import { css, html, LitElement } from "lit";
import "./sparkline";
import { base } from "./styles";

/** A figure that moves: what it is, how much now, and a chart of how it came there. */
export class NexusMeter extends LitElement {
  static override properties = {
    label: { type: String },
    value: { type: String },
    history: { attribute: false },
    ceiling: { type: Number },
    note: { type: String },
  };

  static override styles = [
    base,
    css`
      :host {
        display: flex;
        align-items: center;
        justify-content: space-between;
        gap: var(--space-4);
        min-width: 0;
        padding: var(--space-3) var(--space-4);
        border: 1px solid var(--line);
        border-radius: var(--radius-m);
        background: var(--surface);
        box-shadow: var(--shadow-s);
      }
      dt {
        color: var(--text-muted);
        font-size: var(--text-xs);
        font-weight: 500;
      }
      dd {
        margin-top: 0.0625rem;
        font-size: var(--text-l);
        font-weight: 650;
        letter-spacing: -0.01em;
        white-space: nowrap;
      }
      .note {
        color: var(--text-muted);
        font-size: var(--text-s);
      }
      nexus-sparkline {
        flex: none;
        width: 60%;
        height: 2.5rem;
      }
      @media (max-width: 60rem) {
        :host {
          flex-direction: column;
          align-items: stretch;
          gap: var(--space-2);
        }
        nexus-sparkline {
          width: 100%;
          height: 2rem;
        }
      }
      @media (max-width: 30rem) {
        :host {
          padding: var(--space-2) var(--space-3);
        }
        dd {
          font-size: var(--text-m);
        }
      }
    `,
  ];

  declare label: string;
  declare value: string;
  declare history: readonly number[];
  declare ceiling: number;
  /** Stands in place of the chart where there is none. */
  declare note: string;

  constructor() {
    super();
    this.label = "";
    this.value = "";
    this.history = [];
    this.ceiling = 0;
    this.note = "";
  }

  override render() {
    return html`<dl>
        <dt>${this.label}</dt>
        <dd class="number">${this.value}</dd>
      </dl>
      ${
        this.note === ""
          ? html`<nexus-sparkline
              .values=${this.history}
              .ceiling=${this.ceiling}
            ></nexus-sparkline>`
          : html`<p class="note">${this.note}</p>`
      }`;
  }
}

customElements.define("nexus-meter", NexusMeter);
