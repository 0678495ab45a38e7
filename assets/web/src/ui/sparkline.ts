import { css, html, LitElement, nothing, svg } from "lit";
import { CHART_HEIGHT, CHART_WIDTH, chartPaths } from "./sparkline-path";
import { base } from "./styles";

/** A small chart of the newest figures; the figure itself stands beside it as text. */
export class NexusSparkline extends LitElement {
  static override properties = {
    values: { attribute: false },
    ceiling: { type: Number },
  };

  static override styles = [
    base,
    css`
      :host {
        display: block;
        height: 2rem;
        color: var(--nexus-blue-light);
      }
      svg {
        width: 100%;
        height: 100%;
      }
      .line {
        fill: none;
        stroke: currentColor;
        stroke-width: 1.75;
        stroke-linejoin: round;
        vector-effect: non-scaling-stroke;
      }
      .area {
        fill: currentColor;
        fill-opacity: 0.14;
      }
      .ground {
        stroke: var(--line);
        stroke-width: 1;
        vector-effect: non-scaling-stroke;
      }
    `,
  ];

  declare values: readonly number[];
  /** The chart reaches at least up to this. */
  declare ceiling: number;

  constructor() {
    super();
    this.values = [];
    this.ceiling = 0;
  }

  override render() {
    const paths = chartPaths(this.values, this.ceiling);
    const ground = CHART_HEIGHT - 0.5;
    return html`<svg
      viewBox="0 0 ${CHART_WIDTH} ${CHART_HEIGHT}"
      preserveAspectRatio="none"
      aria-hidden="true"
    >
      <line class="ground" x1="0" x2=${CHART_WIDTH} y1=${ground} y2=${ground} />
      ${
        paths === undefined
          ? nothing
          : svg`<path class="area" d=${paths.area} /><path class="line" d=${paths.line} />`
      }
    </svg>`;
  }
}

customElements.define("nexus-sparkline", NexusSparkline);
