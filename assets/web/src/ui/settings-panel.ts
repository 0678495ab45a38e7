import { css, html, LitElement, nothing, type TemplateResult } from "lit";
import { repeat } from "lit/directives/repeat.js";
import type { Setting } from "../net/os";
import { forms } from "./form";
import { panels } from "./panel";
import { base, buttons } from "./styles";

/** In the event `nexus-set`; the event `nexus-reset` carries a name alone. */
export interface WantedValue {
  readonly name: string;
  readonly value: string;
}

/** Settings and feature flags. */
export class NexusSettingsPanel extends LitElement {
  static override properties = {
    settings: { attribute: false },
    changing: { type: Boolean },
  };

  static override styles = [
    base,
    buttons,
    forms,
    panels,
    css`
      .setting {
        display: grid;
        grid-template-columns: minmax(0, 1fr) auto;
        align-items: center;
        gap: var(--space-2) var(--space-4);
        padding: var(--space-3) 0;
        border-top: 1px solid var(--line);
      }
      .switch {
        position: relative;
        width: 3rem;
        height: 1.75rem;
        padding: 0;
        border: 1px solid var(--control-line);
        border-radius: var(--radius-full);
        background: var(--surface-sunken);
        cursor: pointer;
      }
      /* To be hit by a finger. */
      .switch::after {
        content: "";
        position: absolute;
        inset: -0.5rem;
      }
      .switch::before {
        content: "";
        position: absolute;
        top: 0.25rem;
        left: 0.25rem;
        width: 1.125rem;
        height: 1.125rem;
        border-radius: 50%;
        background: var(--control-line);
        transition: translate 120ms;
      }
      .switch[aria-checked="true"] {
        border-color: var(--action);
        background: var(--action);
      }
      .switch[aria-checked="true"]::before {
        background: var(--action-text);
        translate: 1.25rem 0;
      }
      .switch[disabled] {
        opacity: 0.6;
        cursor: not-allowed;
      }
      section .text {
        display: flex;
        flex-wrap: wrap;
        grid-column: 1 / -1;
        gap: var(--space-2);
        margin: 0;
      }
      .text input {
        flex: 1 1 14rem;
        width: auto;
        min-width: 0;
      }
      @media (prefers-reduced-motion: reduce) {
        .switch::before {
          transition: none;
        }
      }
    `,
  ];

  declare settings: readonly Setting[];
  declare changing: boolean;

  constructor() {
    super();
    this.settings = [];
    this.changing = false;
  }

  override render(): TemplateResult {
    return html`<section aria-labelledby="heading">
      <div class="head"><h2 id="heading">Settings and feature flags</h2></div>
      <p class="about">They take effect at once, on every page that is loaded from then on.</p>
      <ul class="rows">
        ${repeat(
          this.settings,
          (setting) => setting.name,
          (setting) => this.#row(setting),
        )}
      </ul>
    </section>`;
  }

  #row(setting: Setting): TemplateResult {
    const { name, description, kind } = setting;
    return html`<li class="setting">
      <div>
        <div class="title"><span id="${name}-name">${name}</span></div>
        <div class="detail" id="${name}-text">${description}</div>
      </div>
      ${kind === "flag" ? this.#flag(setting) : this.#text(setting)}
    </li>`;
  }

  #flag({ name, value }: Setting): TemplateResult {
    return html`<button
      type="button"
      class="switch"
      role="switch"
      aria-checked=${value === "on"}
      aria-labelledby="${name}-name"
      aria-describedby="${name}-text"
      ?disabled=${!this.changing}
      @click=${() => this.#set(name, value === "on" ? "off" : "on")}
    ></button>`;
  }

  #text({ name, value, initial }: Setting): TemplateResult {
    return html`<form class="text" @submit=${(event: SubmitEvent) => this.#submit(name, event)}>
      <input
        name="value"
        maxlength="500"
        autocomplete="off"
        aria-labelledby="${name}-name"
        aria-describedby="${name}-text"
        .value=${value}
        ?disabled=${!this.changing}
      />
      <button class="button primary" ?disabled=${!this.changing}>Save</button>
      ${
        value === initial || !this.changing
          ? nothing
          : html`<button type="button" class="button secondary" @click=${() => this.#reset(name)}>
              ${initial === "" ? "Remove" : "Use default"}
            </button>`
      }
    </form>`;
  }

  #submit(name: string, event: SubmitEvent): void {
    event.preventDefault();
    if (!(event.target instanceof HTMLFormElement)) return;
    const value = new FormData(event.target).get("value");
    if (typeof value === "string") this.#set(name, value);
  }

  #set(name: string, value: string): void {
    const detail: WantedValue = { name, value };
    this.dispatchEvent(new CustomEvent("nexus-set", { detail }));
  }

  #reset(name: string): void {
    this.dispatchEvent(new CustomEvent("nexus-reset", { detail: name }));
  }
}

customElements.define("nexus-settings-panel", NexusSettingsPanel);
