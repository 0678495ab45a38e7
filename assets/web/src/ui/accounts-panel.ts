import { css, html, LitElement, nothing, type TemplateResult } from "lit";
import { repeat } from "lit/directives/repeat.js";
import type { ListedAccount } from "../net/os";
import { forms } from "./form";
import { capitalised } from "./format";
import { panels } from "./panel";
import "./state-badge";
import { base, buttons } from "./styles";

export const ROLES = ["admin", "operator", "creator", "viewer"] as const;

/** In the event `nexus-roles`. */
export interface WantedRoles {
  readonly id: string;
  readonly roles: readonly string[];
}

/** In the event `nexus-account-state`. */
export interface WantedState {
  readonly id: string;
  readonly state: "active" | "disabled";
}

/** Everybody's accounts; who may change them, sets roles and states. */
export class NexusAccountsPanel extends LitElement {
  static override properties = {
    accounts: { attribute: false },
    own: { type: String },
    changing: { type: Boolean },
    more: { type: Boolean },
  };

  static override styles = [
    base,
    buttons,
    forms,
    panels,
    css`
      .account {
        display: grid;
        grid-template-columns: minmax(0, 1fr) 6rem auto 7rem;
        align-items: center;
        gap: var(--space-2) var(--space-4);
        padding: var(--space-3) 0;
        border-top: 1px solid var(--line);
      }
      .roles {
        display: flex;
        flex-wrap: wrap;
        gap: var(--space-1) var(--space-3);
        margin: 0;
        padding: 0;
        border: 0;
      }
      .more {
        margin-top: var(--space-3);
      }
      @media (max-width: 60rem) {
        .account {
          grid-template-columns: minmax(0, 1fr) auto;
        }
        .roles {
          grid-column: 1 / -1;
        }
        .state {
          justify-self: start;
        }
      }
    `,
  ];

  declare accounts: readonly ListedAccount[];
  /** Id of the account that looks, which nobody changes oneself. */
  declare own: string;
  /** Whether the visitor may change them. */
  declare changing: boolean;
  declare more: boolean;

  constructor() {
    super();
    this.accounts = [];
    this.own = "";
    this.changing = false;
    this.more = false;
  }

  override render(): TemplateResult {
    return html`<section aria-labelledby="heading">
      <div class="head"><h2 id="heading">Accounts</h2></div>
      <ul class="rows">
        ${repeat(
          this.accounts,
          ({ account }) => account.id,
          (listed) => this.#row(listed),
        )}
      </ul>
      ${
        this.more
          ? html`<button type="button" class="button secondary more" @click=${this.#older}>
              Show more
            </button>`
          : nothing
      }
    </section>`;
  }

  #row({ account, state }: ListedAccount): TemplateResult {
    const own = account.id === this.own;
    const fixed = own || !this.changing;
    return html`<li class="account">
      <div>
        <div class="title">
          ${account.name} ${own ? html`<span class="tag">You</span>` : nothing}
        </div>
        <div class="detail">${account.email}</div>
      </div>
      <nexus-state-badge .state=${state}></nexus-state-badge>
      <fieldset class="roles" ?disabled=${fixed}>
        <legend class="unseen">Roles of ${account.email}</legend>
        ${ROLES.map(
          (role) => html`<label class="box"
            ><input
              type="checkbox"
              value=${role}
              .checked=${account.roles.includes(role)}
              @change=${(event: Event) => this.#setRoles(account.id, event)}
            />${capitalised(role)}</label
          >`,
        )}
      </fieldset>
      ${fixed ? nothing : this.#stateButton(account.id, account.email, state)}
    </li>`;
  }

  #stateButton(id: string, email: string, state: string): TemplateResult {
    const [text, to] =
      state === "disabled"
        ? (["Make active", "active"] as const)
        : (["Disable", "disabled"] as const);
    return html`<button
      type="button"
      class="button secondary state"
      aria-label="${text}: ${email}"
      @click=${() => this.#tell("nexus-account-state", { id, state: to } satisfies WantedState)}
    >
      ${text}
    </button>`;
  }

  #setRoles(id: string, event: Event): void {
    const set = event.target instanceof HTMLInputElement ? event.target.closest("fieldset") : null;
    if (set === null) return;
    const ticked = set.querySelectorAll<HTMLInputElement>("input:checked");
    const roles = Array.from(ticked, (box) => box.value);
    this.#tell("nexus-roles", { id, roles } satisfies WantedRoles);
  }

  #tell(name: string, detail: unknown): void {
    this.dispatchEvent(new CustomEvent(name, { detail }));
  }

  readonly #older = () => this.#tell("nexus-more", undefined);
}

customElements.define("nexus-accounts-panel", NexusAccountsPanel);
