import { css, html, LitElement } from "lit";
import { encode } from "uqr";
import { qrPath } from "./qr-path";
import { base } from "./styles";

/** Modules around the code that stay white, as the standard wants it. */
const QUIET_ZONE = 4;

/** An address as a QR code: black on white in both colour schemes, since cameras expect that. */
export class NexusQrCode extends LitElement {
  static override properties = {
    value: { type: String },
  };

  static override styles = [
    base,
    css`
      :host {
        display: block;
        width: 12rem;
      }
      svg {
        width: 100%;
        height: auto;
        border-radius: var(--radius-m);
        background: #fff;
        color: #000;
      }
    `,
  ];

  declare value: string;

  constructor() {
    super();
    this.value = "";
  }

  override render() {
    const { size, data } = encode(this.value, { ecc: "M", border: QUIET_ZONE });
    return html`<svg
      viewBox="0 0 ${size} ${size}"
      role="img"
      aria-label="QR code of ${this.value}"
      shape-rendering="crispEdges"
    >
      <path fill="currentColor" d=${qrPath(data)} />
    </svg>`;
  }
}

customElements.define("nexus-qr-code", NexusQrCode);
