import { html, LitElement } from "lit";
import { instead } from "./instead-styles";
import { base, buttons } from "./styles";

/** The page in place of one that its visitor may not see. */
export class NexusForbidden extends LitElement {
  static override properties = {
    need: { type: String },
  };

  static override styles = [base, buttons, instead];

  /** Who sees the page, "operators and administrators". */
  declare need: string;

  constructor() {
    super();
    this.need = "";
  }

  override render() {
    return html`<span class="code">403</span>
      <h1>This page is not for your account</h1>
      <p>It is for ${this.need}. If that is you, ask an administrator for the role, then load the page again.</p>
      <div class="ways">
        <a class="button primary" href="/">See what is live</a>
        <a class="button secondary" href="/account">Your account</a>
      </div>`;
  }
}

customElements.define("nexus-forbidden", NexusForbidden);
