import { css, html, LitElement, nothing, type TemplateResult } from "lit";
import type { StoreRow } from "../net/os";
import { panels } from "./panel";
import "./state-badge";
import { base } from "./styles";

const NAMES: Readonly<Record<string, string>> = { postgres: "PostgreSQL", redis: "Redis" };

/** The servers that hold data. */
export class NexusStoreList extends LitElement {
  static override properties = {
    stores: { attribute: false },
  };

  static override styles = [
    base,
    panels,
    css`
      .rows {
        display: grid;
        grid-template-columns: repeat(auto-fill, minmax(min(100%, 21rem), 1fr));
        gap: var(--space-3) var(--space-6);
      }
      .rows > .row {
        padding-bottom: 0;
      }
    `,
  ];

  declare stores: readonly StoreRow[];

  constructor() {
    super();
    this.stores = [];
  }

  override render(): TemplateResult {
    return html`<section aria-labelledby="heading">
      <div class="head"><h2 id="heading">Stores</h2></div>
      <ul class="rows">
        ${this.stores.map((store) => row(store))}
      </ul>
    </section>`;
  }
}

function row(store: StoreRow): TemplateResult {
  const place = store.embedded ? "Started by this server" : "External";
  const idle = store.state === "idle" ? " · starts when it is needed" : "";
  const restarts = store.restarts === 0 ? "" : ` · came back ${store.restarts} times`;
  return html`<li class="row">
    <div>
      <div class="title">${NAMES[store.name] ?? store.name}</div>
      <div class="detail">${place}${idle}${restarts}</div>
      ${store.detail === "" ? nothing : html`<div class="detail">${store.detail}</div>`}
    </div>
    <nexus-state-badge .state=${store.state}></nexus-state-badge>
  </li>`;
}

customElements.define("nexus-store-list", NexusStoreList);
