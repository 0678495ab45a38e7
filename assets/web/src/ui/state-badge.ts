import { css, html, LitElement } from "lit";
import { capitalised } from "./format";
import { base } from "./styles";

/** How good a state is: the colour of its badge, never the only sign of it. */
const TONES: Readonly<Record<string, "good" | "bad" | "calm" | "warn">> = {
  up: "good",
  active: "good",
  live: "good",
  connecting: "warn",
  retrying: "warn",
  failed: "bad",
  starting: "warn",
  unverified: "warn",
  down: "bad",
  disabled: "bad",
};

/** A state in one word, with a sign in front. */
export class NexusStateBadge extends LitElement {
  static override properties = {
    state: { type: String },
  };

  static override styles = [
    base,
    css`
      :host {
        display: inline-flex;
        align-items: center;
        gap: 0.375rem;
        flex: none;
        font-size: var(--text-xs);
        font-weight: 600;
        white-space: nowrap;
      }
      i {
        width: 0.5rem;
        height: 0.5rem;
        border-radius: 50%;
        background: currentColor;
      }
      .calm {
        color: var(--text-muted);
      }
      .calm i {
        border: 1.5px solid currentColor;
        background: none;
      }
      .good {
        color: var(--good);
      }
      .warn {
        color: var(--warning);
      }
      .bad {
        color: var(--fault);
      }
      .bad i {
        border-radius: 0;
        rotate: 45deg;
      }
      span {
        display: contents;
      }
    `,
  ];

  declare state: string;

  constructor() {
    super();
    this.state = "";
  }

  override render() {
    return html`<span class=${TONES[this.state] ?? "calm"}
      ><i aria-hidden="true"></i>${capitalised(this.state)}</span
    >`;
  }
}

customElements.define("nexus-state-badge", NexusStateBadge);
