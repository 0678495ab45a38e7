import { css, html, LitElement } from "lit";
import { checkIcon, copyIcon } from "./icons";
import { base, buttons } from "./styles";

type CopyState = "ready" | "copied" | "selected";

const SHOWN_MS = 2000;

/** A text to take away, with a button that copies it. */
export class NexusCopyField extends LitElement {
  static override properties = {
    label: { type: String },
    value: { type: String },
    _state: { state: true },
  };

  static override styles = [
    base,
    buttons,
    css`
      :host {
        display: block;
        container-type: inline-size;
      }
      label {
        display: block;
        margin-bottom: var(--space-1);
        color: var(--text-muted);
        font-size: var(--text-xs);
        font-weight: 500;
      }
      .row {
        display: flex;
        gap: var(--space-2);
      }
      input {
        flex: 1;
        min-width: 0;
        min-height: 2.5rem;
        padding: 0 var(--space-3);
        border: 1px solid var(--control-line);
        border-radius: var(--radius-m);
        background: var(--surface-sunken);
        color: var(--text);
        font-family: var(--font-mono);
        font-size: var(--text-s);
        text-overflow: ellipsis;
      }
      @media (pointer: coarse) {
        input {
          min-height: 2.75rem;
        }
      }
      input:focus-visible {
        outline-offset: -1px;
      }
      button {
        min-width: 6rem;
      }
      @container (max-width: 22rem) {
        button {
          min-width: 2.75rem;
          padding: 0;
        }
        button span {
          display: none;
        }
      }
    `,
  ];

  declare label: string;
  declare value: string;
  declare _state: CopyState;
  #timer: ReturnType<typeof setTimeout> | undefined;

  constructor() {
    super();
    this.label = "";
    this.value = "";
    this._state = "ready";
  }

  override disconnectedCallback(): void {
    super.disconnectedCallback();
    clearTimeout(this.#timer);
  }

  override render() {
    const copied = this._state === "copied";
    return html`<label for="text">${this.label}</label>
      <div class="row">
        <input id="text" type="text" readonly .value=${this.value} @focus=${this.#selectAll} />
        <button
          type="button"
          class="button secondary"
          aria-label="Copy: ${this.label}"
          @click=${this.#copy}
        >
          ${copied ? checkIcon : copyIcon}<span>${copied ? "Copied" : "Copy"}</span>
        </button>
      </div>
      <span class="unseen" role="status">${this.#spoken()}</span>`;
  }

  #spoken(): string {
    switch (this._state) {
      case "ready":
        return "";
      case "copied":
        return "Copied";
      case "selected":
        return "Selected. Press Control and C to copy it.";
    }
  }

  readonly #selectAll = (event: FocusEvent) => {
    if (event.target instanceof HTMLInputElement) event.target.select();
  };

  readonly #copy = async () => {
    this._state = (await this.#copied()) ? "copied" : "selected";
    clearTimeout(this.#timer);
    this.#timer = setTimeout(() => {
      this._state = "ready";
    }, SHOWN_MS);
  };

  /** The clipboard is there on secure pages alone; elsewhere the older command does it. */
  async #copied(): Promise<boolean> {
    if (window.isSecureContext) {
      try {
        await navigator.clipboard.writeText(this.value);
        return true;
      } catch {
        // Not allowed here: the older way may be.
      }
    }
    const input = this.renderRoot.querySelector("input");
    input?.focus();
    input?.select();
    return document.execCommand("copy");
  }
}

customElements.define("nexus-copy-field", NexusCopyField);
