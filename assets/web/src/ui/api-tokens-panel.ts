import { css, html, LitElement, nothing, type TemplateResult } from "lit";
import type { ApiToken } from "../net/accounts";
import "./copy-field";
import { type Fault, faultNote, field, forms, valuesOf } from "./form";
import { panels } from "./panel";
import { base, buttons } from "./styles";

/** What a new token shall be, in the event `nexus-make-token`. */
export interface WantedToken {
  readonly name: string;
  readonly scopes: readonly string[];
  readonly days: number;
}

const LIVES: readonly (readonly [number, string])[] = [
  [7, "7 days"],
  [30, "30 days"],
  [90, "90 days"],
  [365, "1 year"],
];

/** Tokens for programs. `nexus-revoke-token` carries the id of one that shall end. */
export class NexusApiTokensPanel extends LitElement {
  static override properties = {
    tokens: { attribute: false },
    scopes: { attribute: false },
    made: { type: String },
    fault: { attribute: false },
    busy: { type: Boolean },
  };

  static override styles = [
    base,
    buttons,
    forms,
    panels,
    css`
      fieldset {
        display: grid;
        grid-template-columns: repeat(auto-fill, minmax(11rem, 1fr));
        gap: var(--space-1) var(--space-3);
        margin: 0;
        padding: 0;
        border: 0;
      }
      legend {
        margin-bottom: var(--space-1);
        padding: 0;
        font-size: var(--text-s);
        font-weight: 600;
      }
      nexus-copy-field {
        margin-top: var(--space-3);
      }
    `,
  ];

  declare tokens: readonly ApiToken[];
  /** What a token may be allowed. */
  declare scopes: readonly string[];
  /** The token just made, to copy; empty where there is none. */
  declare made: string;
  declare fault: Fault | undefined;
  declare busy: boolean;

  constructor() {
    super();
    this.tokens = [];
    this.scopes = [];
    this.made = "";
    this.fault = undefined;
    this.busy = false;
  }

  override render(): TemplateResult {
    return html`<section aria-labelledby="heading">
      <div class="head"><h2 id="heading">API tokens</h2></div>
      <p class="about">For programs that act for you. A token does what you tick, until its day comes.</p>
      <div role="status">${this.made === "" ? nothing : this.#madeNote()}</div>
      <ul class="rows">
        ${this.tokens.map((token) => this.#row(token))}
      </ul>
      ${this.#form()}
    </section>`;
  }

  override updated(changed: Map<PropertyKey, unknown>): void {
    if (changed.has("made") && this.made !== "") this.renderRoot.querySelector("form")?.reset();
  }

  #madeNote(): TemplateResult {
    return html`<nexus-copy-field label="Your new token, shown this once" .value=${this.made}>
    </nexus-copy-field>`;
  }

  #row(token: ApiToken): TemplateResult {
    const used = token.usedAt === undefined ? "never used" : `used ${dayText(token.usedAt)}`;
    return html`<li class="row">
      <div>
        <div class="title">${token.name} <code>${token.prefix}…</code></div>
        <div class="detail">
          ${token.scopes.join(", ")} · ends ${dayText(token.expiresAt)} · ${used}
        </div>
      </div>
      <button
        type="button"
        class="button secondary"
        aria-label="Revoke the token: ${token.name}"
        @click=${() => this.#revoke(token.id)}
      >
        Revoke
      </button>
    </li>`;
  }

  #form(): TemplateResult {
    return html`<form @submit=${this.#submit}>
      ${faultNote(this.fault, ["name"])}
      ${field(
        {
          name: "name",
          label: "New token",
          autocomplete: "off",
          hint: "What it is for.",
          maxlength: 120,
        },
        this.fault,
      )}
      <fieldset>
        <legend>It may</legend>
        ${this.scopes.map(
          (scope) => html`<label class="box">
            <input type="checkbox" name="scope" value=${scope} />${scope}
          </label>`,
        )}
      </fieldset>
      <div class="field">
        <label for="days">It is good for</label>
        <select id="days" name="days">
          ${LIVES.map(
            ([days, text]) => html`<option value=${days} ?selected=${days === 90}>${text}</option>`,
          )}
        </select>
      </div>
      <button class="button primary" ?disabled=${this.busy}>Make token</button>
    </form>`;
  }

  readonly #submit = (event: SubmitEvent) => {
    const values = valuesOf(event);
    const ticked = this.renderRoot.querySelectorAll<HTMLInputElement>("[name=scope]:checked");
    const detail: WantedToken = {
      name: values.get("name")?.trim() ?? "",
      scopes: Array.from(ticked, (box) => box.value),
      days: Number(values.get("days")),
    };
    this.dispatchEvent(new CustomEvent("nexus-make-token", { detail }));
  };

  #revoke(id: string): void {
    this.dispatchEvent(new CustomEvent("nexus-revoke-token", { detail: id }));
  }
}

function dayText(time: string): string {
  return new Date(time).toLocaleDateString(undefined, { dateStyle: "medium" });
}

customElements.define("nexus-api-tokens-panel", NexusApiTokensPanel);
