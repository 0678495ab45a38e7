import { css, html, LitElement, svg } from "lit";
import { posterDesign } from "./poster-design";
import { base } from "./styles";

const arcs = [18, 34, 52, 72, 94, 118];

/** A picture for a channel that has none, drawn from its name. */
export class NexusPoster extends LitElement {
  static override properties = {
    name: { type: String },
    label: { type: String },
  };

  static override styles = [
    base,
    css`
      :host {
        display: block;
      }
      svg {
        width: 100%;
        height: 100%;
      }
      text {
        font-family: var(--font);
        font-weight: 700;
        letter-spacing: -0.04em;
      }
    `,
  ];

  declare name: string;
  declare label: string;

  constructor() {
    super();
    this.name = "";
    this.label = "";
  }

  override render() {
    const { from, to, glow, x, y, initials } = posterDesign(this.name, this.label);
    return html`<svg viewBox="0 0 160 90" preserveAspectRatio="xMidYMid slice" aria-hidden="true">
      <defs>
        <linearGradient id="ground" x1="0" y1="0" x2="1" y2="1">
          <stop offset="0" stop-color=${from} />
          <stop offset="1" stop-color=${to} />
        </linearGradient>
        <radialGradient id="glow" cx=${x} cy=${y} r="95" gradientUnits="userSpaceOnUse">
          <stop offset="0" stop-color=${glow} stop-opacity="0.55" />
          <stop offset="1" stop-color=${glow} stop-opacity="0" />
        </radialGradient>
      </defs>
      <rect width="160" height="90" fill="url(#ground)" />
      <rect width="160" height="90" fill="url(#glow)" />
      ${arcs.map(
        (radius, index) => svg`<circle cx=${x} cy=${y} r=${radius} fill="none" stroke=${glow}
          stroke-width="0.7" stroke-opacity=${(0.42 - index * 0.06).toFixed(2)} />`,
      )}
      <text x="80" y="46" font-size="30" fill="#fff" text-anchor="middle" dominant-baseline="central">
        ${initials}
      </text>
    </svg>`;
  }
}

customElements.define("nexus-poster", NexusPoster);
