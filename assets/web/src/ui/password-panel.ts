import { html, LitElement, type TemplateResult } from "lit";
import { type Fault, faultNote, field, forms, valuesOf } from "./form";
import { panels } from "./panel";
import { base, buttons } from "./styles";

/** The old password and the new one, in the event `nexus-change-password`. */
export interface PasswordChange {
  readonly current: string;
  readonly password: string;
}

/** Changes the password. */
export class NexusPasswordPanel extends LitElement {
  static override properties = {
    email: { type: String },
    must: { type: Boolean },
    fault: { attribute: false },
    busy: { type: Boolean },
  };

  static override styles = [base, buttons, forms, panels];

  declare email: string;
  /** The password is a first one, that nothing else is allowed with. */
  declare must: boolean;
  declare fault: Fault | undefined;
  declare busy: boolean;

  constructor() {
    super();
    this.email = "";
    this.must = false;
    this.fault = undefined;
    this.busy = false;
  }

  override render(): TemplateResult {
    return html`<section aria-labelledby="heading">
      <div class="head"><h2 id="heading">Password</h2></div>
      <p class="about">
        ${
          this.must
            ? "The password that you signed in with was made for once. Choose your own to go on."
            : "Changing it signs you out everywhere else."
        }
      </p>
      <form @submit=${this.#submit}>
        ${faultNote(this.fault, ["current", "password"])}
        <input hidden name="email" autocomplete="username" .value=${this.email} />
        ${field(
          {
            name: "current",
            label: "Current password",
            type: "password",
            autocomplete: "current-password",
            maxlength: 200,
          },
          this.fault,
        )}
        ${field(
          {
            name: "password",
            label: "New password",
            type: "password",
            autocomplete: "new-password",
            hint: "At least 10 characters. A few words are fine.",
            minlength: 10,
            maxlength: 200,
          },
          this.fault,
        )}
        <button class="button ${this.must ? "primary" : "secondary"}" ?disabled=${this.busy}>
          ${this.busy ? "One moment…" : "Change password"}
        </button>
      </form>
    </section>`;
  }

  /** Forgets what was typed, once it has been accepted. */
  clear(): void {
    this.renderRoot.querySelector("form")?.reset();
  }

  readonly #submit = (event: SubmitEvent) => {
    const values = valuesOf(event);
    const detail: PasswordChange = {
      current: values.get("current") ?? "",
      password: values.get("password") ?? "",
    };
    this.dispatchEvent(new CustomEvent("nexus-change-password", { detail }));
  };
}

customElements.define("nexus-password-panel", NexusPasswordPanel);
