import { css, html, LitElement, type TemplateResult } from "lit";
import { type Fault, faultNote, field, forms, valuesOf } from "./form";
import { panels } from "./panel";
import { base, buttons } from "./styles";

/** In the event `nexus-open-channel`. */
export interface WantedChannel {
  readonly name: string;
  readonly title: string;
}

/** The form that opens a channel. */
export class NexusNewChannel extends LitElement {
  static override properties = {
    fault: { attribute: false },
    busy: { type: Boolean },
    first: { type: Boolean },
  };

  static override styles = [
    base,
    buttons,
    forms,
    panels,
    css`
      form {
        max-width: 34rem;
      }
      .button {
        justify-self: start;
      }
    `,
  ];

  declare fault: Fault | undefined;
  declare busy: boolean;
  /** Whether there is no channel yet. */
  declare first: boolean;

  constructor() {
    super();
    this.fault = undefined;
    this.busy = false;
    this.first = false;
  }

  override render(): TemplateResult {
    return html`<section aria-labelledby="heading">
      <h2 id="heading">${this.first ? "Open your first channel" : "Open another channel"}</h2>
      <p class="about">A channel has its own page, and its own key to stream with.</p>
      <form @submit=${this.#submit}>
        ${faultNote(this.fault, ["name", "title"])}
        ${field({ name: "title", label: "Title", autocomplete: "off", maxlength: 200 }, this.fault)}
        ${field(
          {
            name: "name",
            label: "Address",
            autocomplete: "off",
            hint: "Letters, digits, - and _. It stands in the link to the channel, and stays.",
            maxlength: 64,
          },
          this.fault,
        )}
        <button class="button primary" ?disabled=${this.busy}>Open channel</button>
      </form>
    </section>`;
  }

  clear(): void {
    this.renderRoot.querySelector("form")?.reset();
  }

  readonly #submit = (event: SubmitEvent) => {
    const values = valuesOf(event);
    const detail: WantedChannel = {
      name: values.get("name")?.trim() ?? "",
      title: values.get("title")?.trim() ?? "",
    };
    this.dispatchEvent(new CustomEvent("nexus-open-channel", { detail }));
  };
}

customElements.define("nexus-new-channel", NexusNewChannel);
