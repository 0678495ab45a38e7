import { html, type TemplateResult } from "lit";
import type { Admission } from "../net/visit";
import "../ui/accountless";
import "../ui/forbidden";
import "../ui/unreachable";

/** The content of a page that not everybody may see. */
export function desk(
  admitted: Admission,
  need: string,
  content: () => TemplateResult,
): TemplateResult {
  switch (admitted) {
    case "loading":
    case "sign-in":
    case "password":
      return html`<main aria-busy="true"><p class="lead late" role="status">Loading…</p></main>`;
    case "unreachable":
      return html`<main><nexus-unreachable shape="page"></nexus-unreachable></main>`;
    case "nobody":
      return html`<main><nexus-accountless></nexus-accountless></main>`;
    case "forbidden":
      return html`<main><nexus-forbidden .need=${need}></nexus-forbidden></main>`;
    case "admitted":
      return html`<main>${content()}</main>`;
  }
}
