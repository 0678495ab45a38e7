import { html, nothing, type TemplateResult } from "lit";
import { siteLinks, type Visit } from "../net/visit";
import "./page-header";

/** The head of a page for its visitor, with the page's own actions. */
export function siteHeader(
  of: { readonly visit: Visit; readonly settings: ReadonlyMap<string, string> },
  actions: TemplateResult | typeof nothing = nothing,
): TemplateResult {
  return html`<nexus-page-header
    .links=${of.visit.kind === "loading" ? undefined : siteLinks(of.visit, of.settings)}
    .announcement=${of.settings.get("site.announcement") ?? ""}
    >${actions}</nexus-page-header
  >`;
}
