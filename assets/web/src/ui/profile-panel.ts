import { html, LitElement, type TemplateResult } from "lit";
import type { Account } from "../net/accounts";
import { type Fault, faultNote, field, forms, valuesOf } from "./form";
import { capitalised } from "./format";
import { panels } from "./panel";
import { base, buttons } from "./styles";

/** Who somebody is. `nexus-rename` carries the new name. */
export class NexusProfilePanel extends LitElement {
  static override properties = {
    account: { attribute: false },
    fault: { attribute: false },
    busy: { type: Boolean },
  };

  static override styles = [base, buttons, forms, panels];

  declare account: Account | undefined;
  declare fault: Fault | undefined;
  declare busy: boolean;

  constructor() {
    super();
    this.account = undefined;
    this.fault = undefined;
    this.busy = false;
  }

  override render(): TemplateResult {
    return html`<section aria-labelledby="heading">
      <div class="head">
        <h2 id="heading">Profile</h2>
        <span>${this.account?.roles.map((role) => html`<span class="tag">${capitalised(role)}</span> `)}</span>
      </div>
      <p class="about">${this.account?.email}</p>
      <form @submit=${this.#submit}>
        ${faultNote(this.fault, ["name"])}
        ${field(
          {
            name: "name",
            label: "Name",
            autocomplete: "name",
            value: this.account?.name ?? "",
            maxlength: 120,
          },
          this.fault,
        )}
        <button class="button secondary" ?disabled=${this.busy}>Save</button>
      </form>
    </section>`;
  }

  readonly #submit = (event: SubmitEvent) => {
    const detail = valuesOf(event).get("name")?.trim() ?? "";
    this.dispatchEvent(new CustomEvent("nexus-rename", { detail }));
  };
}

customElements.define("nexus-profile-panel", NexusProfilePanel);
