import { html, LitElement } from "lit";
import "../ui/nowhere";
import { siteHeader } from "../ui/site-header";
import { base } from "../ui/styles";
import { VisitController } from "./visit-controller";

/** The page of every address where nothing is. */
export class NexusNotFound extends LitElement {
  static override styles = [base];

  readonly #visit = new VisitController(this, () => {}, true);

  override render() {
    return html`${siteHeader(this.#visit)}
      <main><nexus-nowhere></nexus-nowhere></main>`;
  }
}

customElements.define("nexus-not-found", NexusNotFound);
