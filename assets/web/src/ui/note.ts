import { css, html, LitElement, nothing, type TemplateResult } from "lit";
import { checkIcon, closeIcon } from "./icons";
import { base } from "./styles";

/** Long enough to read one sentence twice. */
const SHOWN_MS = 8000;

/**
 * What a change came to, at the lower edge of the window, wherever the page is scrolled to. What
 * went well goes by itself; what did not stays until it is closed, or something else is done.
 */
export class NexusNote extends LitElement {
  static override properties = {
    tone: { type: String },
    text: { type: String },
    _closed: { state: true },
  };

  static override styles = [
    base,
    css`
      :host {
        position: absolute;
      }
      .note {
        position: fixed;
        z-index: 1;
        bottom: max(var(--space-4), env(safe-area-inset-bottom));
        left: 50%;
        display: flex;
        align-items: center;
        gap: var(--space-3);
        width: max-content;
        max-width: min(36rem, 100vw - 2 * var(--space-4));
        padding: var(--space-1) var(--space-1) var(--space-1) var(--space-4);
        border: 1px solid var(--control-line);
        border-radius: var(--radius-m);
        background: var(--surface);
        box-shadow: var(--shadow-l);
        translate: -50%;
        font-size: var(--text-s);
        font-weight: 500;
      }
      .note svg {
        width: 1.25rem;
        height: 1.25rem;
      }
      .note > svg {
        color: var(--good);
      }
      .bad {
        border-color: var(--fault-line);
        background: var(--fault-surface);
      }
      p {
        min-width: 0;
        padding: var(--space-2) 0;
        overflow-wrap: anywhere;
      }
      button {
        display: grid;
        flex: none;
        place-items: center;
        width: 2.75rem;
        height: 2.75rem;
        padding: 0;
        border: 0;
        border-radius: var(--radius-m);
        background: none;
        color: var(--text-muted);
        cursor: pointer;
      }
      button:hover {
        color: var(--text);
      }
    `,
  ];

  declare tone: "good" | "bad";
  /** Empty where there is nothing to say. */
  declare text: string;
  /** The text that is no longer shown. */
  declare _closed: string;
  #timer: ReturnType<typeof setTimeout> | undefined;

  constructor() {
    super();
    this.tone = "good";
    this.text = "";
    this._closed = "";
  }

  override disconnectedCallback(): void {
    super.disconnectedCallback();
    clearTimeout(this.#timer);
  }

  protected override willUpdate(changed: Map<PropertyKey, unknown>): void {
    if (!changed.has("text") && !changed.has("tone")) return;
    this._closed = "";
    clearTimeout(this.#timer);
    if (this.text !== "" && this.tone === "good") {
      this.#timer = setTimeout(this.#close, SHOWN_MS);
    }
  }

  override render(): TemplateResult {
    const shown = this.text === this._closed ? nothing : this.#note();
    return html`<div role="status">${this.tone === "good" ? shown : nothing}</div>
      <div role="alert">${this.tone === "bad" ? shown : nothing}</div>`;
  }

  #note(): TemplateResult {
    return html`<div class="note ${this.tone}">
      ${this.tone === "good" ? checkIcon : nothing}
      <p>${this.text}</p>
      <button type="button" aria-label="Close" @click=${this.#close}>${closeIcon}</button>
    </div>`;
  }

  readonly #close = () => {
    this._closed = this.text;
  };
}

customElements.define("nexus-note", NexusNote);
