import "swagger-ui-dist/swagger-ui.css";
import { LitElement } from "lit";
import SwaggerUI, { type SwaggerRequest } from "swagger-ui-dist/swagger-ui-es-bundle.js";
import { siteHeader } from "../ui/site-header";
import "./docs.css";
import { VisitController } from "./visit-controller";

/** What goes with every change that a signed-in visitor tries; empty for all others. */
let csrf = "";

/** The head of the page; all below it is Swagger UI's. */
export class NexusDocsHeader extends LitElement {
  readonly #visit = new VisitController(
    this,
    (visit) => {
      csrf = visit.kind === "signed-in" ? visit.csrf : "";
    },
    true,
  );

  override render() {
    return siteHeader(this.#visit);
  }
}

customElements.define("nexus-docs-header", NexusDocsHeader);

/** Swagger UI has its own dark scheme, which follows a class. */
function follow(dark: { readonly matches: boolean }): void {
  document.documentElement.classList.toggle("dark-mode", dark.matches);
}

const dark = matchMedia("(prefers-color-scheme: dark)");
follow(dark);
dark.addEventListener("change", follow);

// All services, to read and to try: /api/docs.
SwaggerUI({
  url: "/api/openapi.json",
  dom_id: "#interface",
  docExpansion: "none",
  tryItOutEnabled: true,
  validatorUrl: null,
  onComplete: () => {
    // It takes its list for the main part of the page, which is around it.
    const list = document.querySelector("#interface main");
    list?.setAttribute("role", "region");
    list?.setAttribute("aria-label", "Services");
  },
  requestInterceptor: (request: SwaggerRequest) => {
    if (csrf !== "" && request.method?.toUpperCase() !== "GET") {
      request.headers["x-csrf-token"] = csrf;
    }
    return request;
  },
});
