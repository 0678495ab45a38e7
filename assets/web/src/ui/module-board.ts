import { css, html, LitElement, nothing, type TemplateResult } from "lit";
import type { ModuleRow, ServiceRow } from "../net/os";
import { chevronIcon } from "./icons";
import { panels } from "./panel";
import "./state-badge";
import { base } from "./styles";

/** The modules of the platform; each unfolds into its services. */
export class NexusModuleBoard extends LitElement {
  static override properties = {
    modules: { attribute: false },
  };

  static override styles = [
    base,
    panels,
    css`
      .grid {
        display: grid;
        grid-template-columns: repeat(auto-fill, minmax(min(100%, 21rem), 1fr));
        align-items: start;
        gap: var(--space-3);
        margin-top: var(--space-3);
      }
      details {
        border: 1px solid var(--line);
        border-radius: var(--radius-m);
      }
      summary {
        display: grid;
        grid-template-columns: minmax(0, 1fr) auto 1.25rem;
        align-items: center;
        gap: 0 var(--space-2);
        min-height: 3.5rem;
        padding: var(--space-2) var(--space-3);
        border-radius: var(--radius-m);
        cursor: pointer;
        list-style: none;
      }
      summary::-webkit-details-marker {
        display: none;
      }
      summary svg {
        grid-area: 1 / 3 / span 2;
        width: 1.25rem;
        height: 1.25rem;
        color: var(--text-muted);
        transition: rotate 150ms;
      }
      details[open] summary svg {
        rotate: 180deg;
      }
      summary:hover {
        background: var(--surface-sunken);
      }
      h3 {
        font-size: var(--text-m);
        font-weight: 600;
      }
      ul {
        padding: 0 var(--space-3) var(--space-2);
        list-style: none;
      }
      li {
        display: grid;
        grid-template-columns: minmax(0, 1fr) auto;
        gap: 0 var(--space-3);
        padding: var(--space-2) 0;
        border-top: 1px solid var(--line);
        font-size: var(--text-s);
      }
      li b {
        font-weight: 600;
      }
      li p {
        grid-column: 1 / -1;
      }
      .fault {
        color: var(--fault);
        overflow-wrap: anywhere;
      }
      @media (prefers-reduced-motion: reduce) {
        summary svg {
          transition: none;
        }
      }
    `,
  ];

  declare modules: readonly ModuleRow[];

  constructor() {
    super();
    this.modules = [];
  }

  override render(): TemplateResult {
    return html`<section aria-labelledby="heading">
      <div class="head"><h2 id="heading">Modules and services</h2></div>
      <div class="grid">${this.modules.map((each) => module(each))}</div>
    </section>`;
  }
}

function module({ name, state, services }: ModuleRow): TemplateResult {
  const up = services.filter((service) => service.state === "up").length;
  const count = services.length === 1 ? "1 service" : `${services.length} services`;
  return html`<details ?open=${state === "down"}>
    <summary>
      <h3>${name}</h3>
      <nexus-state-badge .state=${state}></nexus-state-badge>
      <span class="detail number">${state === "planned" ? count : `${up} of ${count} up`}</span>
      ${chevronIcon}
    </summary>
    <ul>
      ${services.map((each) => service(each))}
    </ul>
  </details>`;
}

function service(of: ServiceRow): TemplateResult {
  const restarts = of.restarts === 0 ? "" : ` · came back ${of.restarts} times`;
  return html`<li>
    <b>${of.name}</b>
    <nexus-state-badge .state=${of.state}></nexus-state-badge>
    <p class="detail">${of.description}</p>
    <p class="detail number"><code>${of.path}</code>${of.port === undefined ? "" : ` · port ${of.port}`}${restarts}</p>
    ${of.detail === undefined ? nothing : html`<p class="fault">${of.detail}</p>`}
  </li>`;
}

customElements.define("nexus-module-board", NexusModuleBoard);
