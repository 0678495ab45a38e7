import { html, LitElement } from "lit";
import { instead } from "./instead-styles";
import { base, buttons } from "./styles";

/** The page in place of one that takes an account, on a server that keeps none. */
export class NexusAccountless extends LitElement {
  static override styles = [base, buttons, instead];

  override render() {
    return html`<h1>This server keeps no accounts</h1>
      <p>
        Whoever runs it has switched them off. Watching needs none; stream keys stand in its
        configuration.
      </p>
      <div class="ways"><a class="button primary" href="/">See what is live</a></div>`;
  }
}

customElements.define("nexus-accountless", NexusAccountless);
