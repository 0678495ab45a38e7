import { css, html, LitElement } from "lit";
import { unsafeSVG } from "lit/directives/unsafe-svg.js";
import logo from "../../../brand/logo.svg?raw";
import { base } from "./styles";

/** The logo, in the ink of the colour scheme. */
export class NexusLogo extends LitElement {
  static override styles = [
    base,
    css`
      :host {
        display: block;
        color: var(--brand-ink);
      }
      svg {
        width: auto;
        height: 2rem;
        color: inherit;
      }
    `,
  ];

  override render() {
    return html`${unsafeSVG(logo)}`;
  }
}

customElements.define("nexus-logo", NexusLogo);
