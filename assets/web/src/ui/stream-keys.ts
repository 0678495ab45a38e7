import { css, html, LitElement, nothing, type TemplateResult } from "lit";
import type { StreamKey } from "../net/channels";
import "./copy-field";
import { panels } from "./panel";
import { base, buttons } from "./styles";

/**
 * A channel's stream keys. `nexus-new-key` asks for one, `nexus-rotate-key` for one in place of all
 * there are, `nexus-revoke-key` carries the id of one that shall end.
 */
export class NexusStreamKeys extends LitElement {
  static override properties = {
    keys: { attribute: false },
    made: { type: String },
    busy: { type: Boolean },
    _asking: { state: true },
  };

  static override styles = [
    base,
    buttons,
    panels,
    css`
      :host {
        display: block;
      }
      h4 {
        margin: 0;
        font-size: var(--text-s);
        font-weight: 600;
      }
      .actions {
        display: flex;
        flex-wrap: wrap;
        gap: var(--space-2);
      }
      .ask {
        margin-top: var(--space-3);
        padding: var(--space-3) var(--space-4);
        border: 1px solid var(--warning-line);
        border-radius: var(--radius-m);
        background: var(--warning-surface);
        font-size: var(--text-s);
      }
      .ask .actions {
        margin-top: var(--space-2);
      }
      nexus-copy-field {
        margin-top: var(--space-3);
      }
      .rows {
        margin-top: var(--space-2);
      }
    `,
  ];

  declare keys: readonly StreamKey[];
  /** The key just made, to copy; empty where there is none. */
  declare made: string;
  declare busy: boolean;
  declare _asking: boolean;

  constructor() {
    super();
    this.keys = [];
    this.made = "";
    this.busy = false;
    this._asking = false;
  }

  override render(): TemplateResult {
    return html`<div class="head">
        <h4>Stream key</h4>
        <div class="actions">${this.keys.length === 0 ? this.#make() : this.#rotate()}</div>
      </div>
      ${this._asking ? this.#question() : nothing}
      <div role="status">
        ${
          this.made === ""
            ? nothing
            : html`<nexus-copy-field
                label="Your stream key, shown this once"
                .value=${this.made}
              ></nexus-copy-field>`
        }
      </div>
      <ul class="rows">
        ${this.keys.map((key) => this.#row(key))}
      </ul>`;
  }

  #make(): TemplateResult {
    return html`<button
      type="button"
      class="button primary"
      ?disabled=${this.busy}
      @click=${() => this.#tell("nexus-new-key")}
    >
      Make a stream key
    </button>`;
  }

  #rotate(): TemplateResult {
    return html`<button
      type="button"
      class="button secondary"
      ?disabled=${this.busy}
      aria-expanded=${this._asking}
      @click=${() => {
        this._asking = !this._asking;
      }}
    >
      Replace the key
    </button>`;
  }

  #question(): TemplateResult {
    return html`<div class="ask">
      <p>The old key stops working at once: whoever streams with it is cut off.</p>
      <div class="actions">
        <button type="button" class="button primary" @click=${this.#replace}>Replace it</button>
        <button
          type="button"
          class="button quiet"
          @click=${() => {
            this._asking = false;
          }}
        >
          Keep it
        </button>
      </div>
    </div>`;
  }

  #row(key: StreamKey): TemplateResult {
    const used = key.usedAt === undefined ? "never used" : `last used ${dayText(key.usedAt)}`;
    return html`<li class="row">
      <div>
        <div class="title">${key.label} <code>${key.prefix}…</code></div>
        <div class="detail">made ${dayText(key.createdAt)} · ${used}</div>
      </div>
      <button
        type="button"
        class="button secondary"
        aria-label="Revoke the key: ${key.label}"
        ?disabled=${this.busy}
        @click=${() => this.#tell("nexus-revoke-key", key.id)}
      >
        Revoke
      </button>
    </li>`;
  }

  readonly #replace = () => {
    this._asking = false;
    this.#tell("nexus-rotate-key");
  };

  #tell(name: string, detail?: string): void {
    this.dispatchEvent(new CustomEvent(name, { detail }));
  }
}

function dayText(time: string): string {
  return new Date(time).toLocaleDateString(undefined, { dateStyle: "medium" });
}

customElements.define("nexus-stream-keys", NexusStreamKeys);
