import { css, html, LitElement, nothing, type TemplateResult } from "lit";
import type { Channel } from "../net/channels";
import { type Fault, faultNote, field, forms, valuesOf } from "./form";
import { chevronIcon } from "./icons";
import { base, buttons } from "./styles";

/** What viewers shall read of a channel, in the event `nexus-describe-channel`. */
export interface Described {
  readonly title: string;
  readonly description: string;
}

/** What a channel is called, and its end. `nexus-delete-channel` asks for that. */
export class NexusChannelSettings extends LitElement {
  static override properties = {
    channel: { attribute: false },
    fault: { attribute: false },
    busy: { type: Boolean },
    _asking: { state: true },
  };

  static override styles = [
    base,
    buttons,
    forms,
    css`
      :host {
        display: block;
        margin: var(--space-4) 0 calc(-1 * var(--space-2));
        border-top: 1px solid var(--line);
      }
      details[open] {
        padding-bottom: var(--space-3);
      }
      summary {
        display: flex;
        align-items: center;
        justify-content: space-between;
        min-height: 2.75rem;
        margin-top: var(--space-2);
        border-radius: var(--radius-m);
        font-size: var(--text-m);
        font-weight: 650;
        list-style: none;
        cursor: pointer;
      }
      summary::-webkit-details-marker {
        display: none;
      }
      summary svg {
        width: 1.25rem;
        height: 1.25rem;
        color: var(--text-muted);
        transition: rotate 150ms;
      }
      details[open] summary svg {
        rotate: 180deg;
      }
      form {
        max-width: 34rem;
        margin-top: var(--space-2);
      }
      .actions {
        display: flex;
        flex-wrap: wrap;
        gap: var(--space-2);
      }
      .ask {
        max-width: 34rem;
        margin-top: var(--space-4);
        padding: var(--space-3) var(--space-4);
        border: 1px solid var(--warning-line);
        border-radius: var(--radius-m);
        background: var(--warning-surface);
        font-size: var(--text-s);
      }
      .ask .actions {
        margin-top: var(--space-2);
      }
      @media (prefers-reduced-motion: reduce) {
        summary svg {
          transition: none;
        }
      }
    `,
  ];

  declare channel: Channel | undefined;
  declare fault: Fault | undefined;
  declare busy: boolean;
  declare _asking: boolean;

  constructor() {
    super();
    this.channel = undefined;
    this.fault = undefined;
    this.busy = false;
    this._asking = false;
  }

  override render(): TemplateResult | typeof nothing {
    const { channel } = this;
    if (channel === undefined) return nothing;
    return html`<details>
      <summary>Title and description ${chevronIcon}</summary>
      <form @submit=${this.#submit}>
        ${faultNote(this.fault, ["title", "description"])}
        ${field(
          {
            name: "title",
            label: "Title",
            autocomplete: "off",
            value: channel.title,
            maxlength: 200,
          },
          this.fault,
        )}
        <div class="field">
          <label for="description">Description</label>
          <textarea
            id="description"
            name="description"
            rows="3"
            maxlength="2000"
            aria-describedby="description-hint"
            .value=${channel.description}
          ></textarea>
          <p class="hint" id="description-hint">Viewers read it below the picture.</p>
        </div>
        <div class="actions">
          <button class="button primary" ?disabled=${this.busy}>Save</button>
          <button
            type="button"
            class="button quiet"
            aria-expanded=${this._asking}
            ?disabled=${this.busy}
            @click=${this.#ask}
          >
            Delete this channel
          </button>
        </div>
      </form>
      ${this._asking ? this.#question(channel) : nothing}
    </details>`;
  }

  #question(channel: Channel): TemplateResult {
    return html`<div class="ask" role="group" aria-label="Delete ${channel.title}">
      <p>
        The page of <b>${channel.title}</b>, its keys, links and targets end at once, and cannot be
        brought back. Others may take its address.
      </p>
      <div class="actions">
        <button
          type="button"
          class="button danger"
          ?disabled=${this.busy}
          @click=${() => this.#tell("nexus-delete-channel")}
        >
          Delete it
        </button>
        <button type="button" class="button quiet" @click=${this.#ask}>Keep it</button>
      </div>
    </div>`;
  }

  readonly #ask = () => {
    this._asking = !this._asking;
  };

  readonly #submit = (event: SubmitEvent) => {
    const values = valuesOf(event);
    const detail: Described = {
      title: values.get("title")?.trim() ?? "",
      description: values.get("description")?.trim() ?? "",
    };
    this.#tell("nexus-describe-channel", detail);
  };

  #tell(name: string, detail?: Described): void {
    this.dispatchEvent(new CustomEvent(name, { detail }));
  }
}

customElements.define("nexus-channel-settings", NexusChannelSettings);
