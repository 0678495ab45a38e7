import { css, html, LitElement, nothing, type TemplateResult } from "lit";
import type { Target, WantedTarget } from "../net/targets";
import { type Fault, faultNote, field, forms, valuesOf } from "./form";
import { panels } from "./panel";
import "./state-badge";
import { base, buttons } from "./styles";

/** In the event `nexus-switch-target`. */
export interface SwitchedTarget {
  readonly id: string;
  readonly enabled: boolean;
}

/**
 * The servers that a channel goes to, too. `nexus-add-target` asks for one, `nexus-switch-target`
 * switches one on or off, `nexus-remove-target` carries the id of one that shall go.
 */
export class NexusStreamTargets extends LitElement {
  static override properties = {
    targets: { attribute: false },
    fault: { attribute: false },
    busy: { type: Boolean },
    _adding: { state: true },
  };

  static override styles = [
    base,
    buttons,
    forms,
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
      .rows,
      .detail {
        margin-top: var(--space-2);
      }
      .row .detail {
        margin-top: 0;
      }
      .actions {
        display: flex;
        flex-wrap: wrap;
        justify-content: flex-end;
        gap: var(--space-2);
      }
      form {
        margin-top: var(--space-3);
        padding: var(--space-4);
        border: 1px solid var(--line);
        border-radius: var(--radius-m);
        background: var(--surface-sunken);
      }
      form .actions {
        justify-content: flex-start;
      }
      @media (max-width: 30rem) {
        .row {
          flex-direction: column;
          align-items: stretch;
          gap: var(--space-2);
        }
        .row .actions {
          justify-content: flex-start;
        }
      }
    `,
  ];

  declare targets: readonly Target[];
  declare fault: Fault | undefined;
  declare busy: boolean;
  declare _adding: boolean;

  constructor() {
    super();
    this.targets = [];
    this.fault = undefined;
    this.busy = false;
    this._adding = false;
  }

  override render(): TemplateResult {
    return html`<div class="head">
        <h4>Also streams to</h4>
        <button
          type="button"
          class="button secondary"
          aria-expanded=${this._adding}
          ?disabled=${this.busy}
          @click=${this.#toggle}
        >
          Add a target
        </button>
      </div>
      ${
        this.targets.length === 0 && !this._adding
          ? html`<p class="detail">
              Send this channel on to YouTube, Twitch or any other server while you are live.
            </p>`
          : nothing
      }
      ${this._adding ? this.#form() : nothing}
      <ul class="rows">
        ${this.targets.map((target) => this.#row(target))}
      </ul>`;
  }

  /** The new target is there: its form has done its work. */
  clear(): void {
    this.renderRoot.querySelector("form")?.reset();
    this._adding = false;
  }

  #form(): TemplateResult {
    return html`<form @submit=${this.#submit}>
      ${faultNote(this.fault, ["label", "url", "key"])}
      ${field({ name: "label", label: "Name", autocomplete: "off", maxlength: 100 }, this.fault)}
      ${field(
        {
          name: "url",
          label: "Server",
          autocomplete: "off",
          hint: "As the platform shows it, for example rtmps://a.rtmps.youtube.com/live2",
          maxlength: 2048,
        },
        this.fault,
      )}
      ${field(
        {
          name: "key",
          label: "Stream key",
          type: "password",
          autocomplete: "off",
          hint: "Kept encrypted, and never shown again.",
          maxlength: 1024,
        },
        this.fault,
      )}
      <div class="actions">
        <button class="button primary" ?disabled=${this.busy}>Add target</button>
        <button type="button" class="button quiet" @click=${this.#toggle}>Cancel</button>
      </div>
    </form>`;
  }

  #row(target: Target): TemplateResult {
    return html`<li class="row">
      <div>
        <div class="title">
          ${target.label}
          <nexus-state-badge .state=${target.enabled ? target.state : "off"}></nexus-state-badge>
        </div>
        <div class="detail">${target.place}${detailOf(target)}</div>
      </div>
      <div class="actions">
        <button
          type="button"
          class="button secondary"
          aria-label="${target.enabled ? "Switch off" : "Switch on"}: ${target.label}"
          ?disabled=${this.busy}
          @click=${() =>
            this.#tell("nexus-switch-target", { id: target.id, enabled: !target.enabled })}
        >
          ${target.enabled ? "Switch off" : "Switch on"}
        </button>
        <button
          type="button"
          class="button secondary"
          aria-label="Remove: ${target.label}"
          ?disabled=${this.busy}
          @click=${() => this.#tell("nexus-remove-target", target.id)}
        >
          Remove
        </button>
      </div>
    </li>`;
  }

  readonly #toggle = () => {
    this._adding = !this._adding;
  };

  readonly #submit = (event: SubmitEvent) => {
    const values = valuesOf(event);
    const detail: WantedTarget = {
      label: values.get("label")?.trim() ?? "",
      url: values.get("url")?.trim() ?? "",
      key: values.get("key")?.trim() ?? "",
    };
    this.#tell("nexus-add-target", detail);
  };

  #tell(name: string, detail: unknown): void {
    this.dispatchEvent(new CustomEvent(name, { detail }));
  }
}

function detailOf(target: Target): string {
  const notes = [
    target.enabled ? (target.reason ?? "") : "",
    target.dropped > 0 ? `${target.dropped} packets dropped: it is too slow` : "",
  ];
  return notes
    .filter((note) => note !== "")
    .map((note) => ` · ${note}`)
    .join("");
}

customElements.define("nexus-stream-targets", NexusStreamTargets);
