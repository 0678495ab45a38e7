import { css, html, LitElement, nothing, type TemplateResult } from "lit";
import { keyed } from "lit/directives/keyed.js";
import { type Fault, type Field, faultNote, field, forms, valuesOf } from "./form";
import { base, buttons } from "./styles";

/** The forms in front of an account. */
export type Step = "sign-in" | "register" | "verify" | "reset" | "new-password";

/** What was filled in, in the event `nexus-entered`. */
export interface Entered {
  readonly step: Step;
  readonly values: ReadonlyMap<string, string>;
}

interface Shape {
  readonly heading: string;
  readonly text: string;
  readonly fields: readonly Field[];
  readonly action: string;
}

const EMAIL: Field = {
  name: "email",
  label: "Email",
  type: "email",
  autocomplete: "username",
  inputmode: "email",
  maxlength: 254,
};

const NEW_PASSWORD: Field = {
  name: "password",
  label: "Password",
  type: "password",
  autocomplete: "new-password",
  hint: "At least 10 characters. A few words are fine.",
  minlength: 10,
  maxlength: 200,
};

const CODE: Field = {
  name: "code",
  label: "Code",
  autocomplete: "one-time-code",
  inputmode: "numeric",
  hint: "Eight digits, good for 30 minutes.",
  maxlength: 20,
};

const SHAPES: Readonly<Record<Step, Shape>> = {
  "sign-in": {
    heading: "Sign in",
    text: "",
    fields: [
      EMAIL,
      {
        name: "password",
        label: "Password",
        type: "password",
        autocomplete: "current-password",
        maxlength: 200,
      },
    ],
    action: "Sign in",
  },
  register: {
    heading: "Create your account",
    text: "",
    fields: [
      { name: "name", label: "Name", autocomplete: "name", maxlength: 120 },
      EMAIL,
      NEW_PASSWORD,
    ],
    action: "Create account",
  },
  verify: {
    heading: "Check your mail",
    text: "If this address has no account yet, a code is on its way to it.",
    fields: [CODE],
    action: "Confirm",
  },
  reset: {
    heading: "Reset your password",
    text: "We send a code to the address of your account.",
    fields: [EMAIL],
    action: "Send code",
  },
  "new-password": {
    heading: "Choose a new password",
    text: "If this address has an account, a code is on its way to it.",
    fields: [CODE, { ...NEW_PASSWORD, label: "New password" }],
    action: "Change password",
  },
};

/** One of the forms in front of an account. What is filled in leaves as `nexus-entered`. */
export class NexusEntranceForm extends LitElement {
  static override properties = {
    step: { type: String },
    email: { type: String },
    fault: { attribute: false },
    busy: { type: Boolean },
  };

  static override styles = [
    base,
    buttons,
    forms,
    css`
      :host {
        display: block;
      }
      h1 {
        font-size: var(--text-xl);
        font-weight: 700;
      }
      .text {
        margin-top: var(--space-2);
        color: var(--text-muted);
        overflow-wrap: anywhere;
      }
      form {
        margin-top: var(--space-5);
      }
    `,
  ];

  declare step: Step;
  /** Known from the step before. */
  declare email: string;
  declare fault: Fault | undefined;
  declare busy: boolean;

  constructor() {
    super();
    this.step = "sign-in";
    this.email = "";
    this.fault = undefined;
    this.busy = false;
  }

  override render(): TemplateResult {
    const shape = SHAPES[this.step];
    const names = shape.fields.map(({ name }) => name);
    return html`<h1>${shape.heading}</h1>
      ${shape.text === "" ? nothing : html`<p class="text">${shape.text}</p>`}
      ${keyed(this.step, this.#form(shape, names))}`;
  }

  /** Keyed by its step: what was typed into one form must not show in the next. */
  #form(shape: Shape, names: readonly string[]): TemplateResult {
    return html`<form @submit=${this.#submit}>
      ${faultNote(this.fault, names)} ${this.#hiddenEmail(names)}
      ${shape.fields.map((each) =>
        field(each.name === "email" ? { ...each, value: this.email } : each, this.fault),
      )}
      <button class="button primary" ?disabled=${this.busy}>
        ${this.busy ? "One moment…" : shape.action}
      </button>
    </form>`;
  }

  override updated(changed: Map<PropertyKey, unknown>): void {
    if (changed.has("step")) this.#focus("input:not([hidden])");
    else if (changed.has("fault") && this.fault !== undefined) this.#focus("[aria-invalid]");
  }

  #focus(selector: string): void {
    const input = this.renderRoot.querySelector(selector);
    if (input instanceof HTMLInputElement) input.focus();
  }

  /** So that the browser keeps the new password under the right name. */
  #hiddenEmail(names: readonly string[]): TemplateResult | typeof nothing {
    return names.includes("email")
      ? nothing
      : html`<input hidden name="email" autocomplete="username" .value=${this.email} />`;
  }

  readonly #submit = (event: SubmitEvent) => {
    const values = valuesOf(event);
    if (this.busy) return;
    const detail: Entered = { step: this.step, values };
    this.dispatchEvent(new CustomEvent("nexus-entered", { detail }));
  };
}

customElements.define("nexus-entrance-form", NexusEntranceForm);
