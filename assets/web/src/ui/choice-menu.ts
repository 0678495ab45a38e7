import { css, html, LitElement, nothing, type TemplateResult } from "lit";
import { checkIcon } from "./icons";
import { base } from "./styles";

export interface Choice {
  readonly id: number;
  readonly label: string;
}

const ownKeys: ReadonlySet<string> = new Set([
  " ",
  "Enter",
  "Escape",
  "ArrowUp",
  "ArrowDown",
  "Home",
  "End",
]);

/** A button in the player's bar with a menu of choices; tells the chosen one as `choose`. */
export class NexusChoiceMenu extends LitElement {
  static override properties = {
    label: { type: String },
    icon: { attribute: false },
    choices: { attribute: false },
    selected: { type: Number },
    _shown: { state: true },
  };

  static override styles = [
    base,
    css`
      :host {
        position: relative;
        display: inline-flex;
        color: var(--stage-text);
        --focus: var(--stage-focus);
      }
      .opener {
        display: grid;
        place-items: center;
        width: 2.75rem;
        height: 2.75rem;
        padding: 0;
        border: 0;
        border-radius: var(--radius-m);
        background: none;
        color: inherit;
        cursor: pointer;
      }
      .opener:hover {
        background: rgb(255 255 255 / 14%);
      }
      .opener svg {
        width: 1.5rem;
        height: 1.5rem;
      }
      .opener:focus-visible,
      [role="menuitemradio"]:focus-visible {
        outline-offset: -2px;
      }
      [role="menu"] {
        position: absolute;
        right: 0;
        bottom: calc(100% + var(--space-2));
        min-width: 10rem;
        /* Not above the picture's edge, on a phone held upright. */
        max-height: min(14rem, max(6rem, 56cqw - 4.25rem));
        padding: var(--space-1);
        border: 1px solid rgb(255 255 255 / 14%);
        border-radius: var(--radius-m);
        background: rgb(12 18 34 / 96%);
        box-shadow: var(--shadow-l);
        overflow: auto;
      }
      [role="menuitemradio"] {
        display: flex;
        align-items: center;
        gap: var(--space-2);
        width: 100%;
        min-height: 2.25rem;
        padding: 0 var(--space-4) 0 var(--space-2);
        border: 0;
        border-radius: var(--radius-s);
        background: none;
        color: inherit;
        font: inherit;
        font-size: var(--text-s);
        font-weight: 500;
        text-align: left;
        white-space: nowrap;
        cursor: pointer;
      }
      [role="menuitemradio"]:hover {
        background: rgb(255 255 255 / 12%);
      }
      @media (pointer: coarse) {
        [role="menuitemradio"] {
          min-height: 2.75rem;
        }
      }
      .mark {
        width: 1.125rem;
        height: 1.125rem;
      }
      .mark svg {
        width: 100%;
        height: 100%;
      }
    `,
  ];

  declare label: string;
  declare icon: TemplateResult | undefined;
  declare choices: readonly Choice[];
  declare selected: number;
  declare _shown: "closed" | "open";

  constructor() {
    super();
    this.label = "";
    this.icon = undefined;
    this.choices = [];
    this.selected = 0;
    this._shown = "closed";
  }

  override connectedCallback(): void {
    super.connectedCallback();
    this.addEventListener("focusout", this.#onFocusOut);
    this.addEventListener("keydown", this.#onKeyDown);
  }

  override disconnectedCallback(): void {
    super.disconnectedCallback();
    this.removeEventListener("focusout", this.#onFocusOut);
    this.removeEventListener("keydown", this.#onKeyDown);
  }

  override render() {
    const open = this._shown === "open";
    return html`<button
        type="button"
        class="opener"
        aria-label=${this.label}
        title=${this.label}
        aria-haspopup="menu"
        aria-expanded=${open}
        @click=${() => (open ? this.#close() : this.#open())}
      >
        ${this.icon}
      </button>
      ${open ? this.#menu() : nothing}`;
  }

  #menu() {
    return html`<div role="menu" aria-label=${this.label}>
      ${this.choices.map(
        ({ id, label }) => html`<button
          type="button"
          role="menuitemradio"
          tabindex="-1"
          aria-checked=${id === this.selected}
          @click=${() => this.#choose(id)}
        >
          <span class="mark">${id === this.selected ? checkIcon : nothing}</span>${label}
        </button>`,
      )}
    </div>`;
  }

  get #items(): readonly HTMLElement[] {
    return [...this.renderRoot.querySelectorAll<HTMLElement>("[role=menuitemradio]")];
  }

  async #open(): Promise<void> {
    this._shown = "open";
    await this.updateComplete;
    const items = this.#items;
    (items.find((item) => item.ariaChecked === "true") ?? items[0])?.focus();
  }

  #close(): void {
    this._shown = "closed";
    this.renderRoot.querySelector<HTMLElement>(".opener")?.focus();
  }

  #choose(id: number): void {
    this.#close();
    this.dispatchEvent(new CustomEvent("choose", { detail: id }));
  }

  readonly #onFocusOut = (event: FocusEvent) => {
    const { relatedTarget } = event;
    const inside = relatedTarget instanceof Node && this.renderRoot.contains(relatedTarget);
    if (!inside && relatedTarget !== this) this._shown = "closed";
  };

  /** The keys of a button and a menu are its own: the player's shortcuts must not see them. */
  readonly #onKeyDown = (event: KeyboardEvent) => {
    if (ownKeys.has(event.key)) event.stopPropagation();
    if (this._shown === "closed") {
      if (event.key !== "ArrowUp" && event.key !== "ArrowDown") return;
      event.preventDefault();
      void this.#open();
      return;
    }
    const items = this.#items;
    const focused = this.shadowRoot?.activeElement;
    const at = focused instanceof HTMLElement ? items.indexOf(focused) : -1;
    const moves: Readonly<Record<string, number>> = {
      ArrowDown: (at + 1) % items.length,
      ArrowUp: (at - 1 + items.length) % items.length,
      Home: 0,
      End: items.length - 1,
    };
    const to = moves[event.key];
    if (to !== undefined) items[to]?.focus();
    else if (event.key === "Escape") this.#close();
    else return;
    event.preventDefault();
  };
}

customElements.define("nexus-choice-menu", NexusChoiceMenu);
