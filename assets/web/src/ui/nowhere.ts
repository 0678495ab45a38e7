import { css, html, LitElement } from "lit";
import { instead } from "./instead-styles";
import { base, buttons } from "./styles";

/** Says that nothing is at an address, and where to go instead. */
export class NexusNowhere extends LitElement {
  static override styles = [
    base,
    buttons,
    instead,
    css`
      :host {
        padding: var(--space-5) var(--space-4);
      }
    `,
  ];

  override render() {
    return html`<span class="code">404</span>
      <h1>There is nothing here</h1>
      <p>Check the address, or follow a link that works. A channel is at /watch/ and its name.</p>
      <div class="ways"><a class="button primary" href="/">See what is live</a></div>`;
  }
}

customElements.define("nexus-nowhere", NexusNowhere);
