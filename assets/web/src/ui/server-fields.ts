import { html, type TemplateResult } from "lit";
import "./copy-field";

/** What an encoder takes for the server, to copy: one field for each way in, the best first. */
export function serverFields(servers: readonly string[]): readonly TemplateResult[] {
  return servers.map(
    (server, index) => html`<nexus-copy-field
      label=${index === 0 ? "Server" : `Server, by ${server.replace(/:.*/, "")}`}
      .value=${server}
    ></nexus-copy-field>`,
  );
}
