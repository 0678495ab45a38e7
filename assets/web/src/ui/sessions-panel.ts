import { html, LitElement, nothing, type TemplateResult } from "lit";
import type { Session } from "../net/accounts";
import { addressText } from "./address-text";
import { agentName } from "./agent";
import { durationText } from "./format";
import { panels } from "./panel";
import { base, buttons } from "./styles";

/** Where somebody is signed in. `nexus-end` carries a session's id, `nexus-end-others` nothing. */
export class NexusSessionsPanel extends LitElement {
  static override properties = {
    sessions: { attribute: false },
    nowMs: { type: Number },
  };

  static override styles = [base, buttons, panels];

  declare sessions: readonly Session[];
  declare nowMs: number;

  constructor() {
    super();
    this.sessions = [];
    this.nowMs = 0;
  }

  override render(): TemplateResult {
    return html`<section aria-labelledby="heading">
      <div class="head">
        <h2 id="heading">Sessions</h2>
        ${
          this.sessions.length > 1
            ? html`<button type="button" class="button secondary" @click=${this.#endOthers}>
                Sign out everywhere else
              </button>`
            : nothing
        }
      </div>
      <p class="about">Where you are signed in. One that you do not know: end it, and change your password.</p>
      <ul class="rows">
        ${this.sessions.map((session) => this.#row(session))}
      </ul>
    </section>`;
  }

  #row(session: Session): TemplateResult {
    const seen = durationText(Math.max(0, this.nowMs - Date.parse(session.seenAt)));
    const name = agentName(session.agent);
    return html`<li class="row">
      <div>
        <div class="title">
          ${name} ${session.current ? html`<span class="tag">This one</span>` : nothing}
        </div>
        <div class="detail">
          ${session.address === "" ? nothing : `${addressText(session.address)} · `}last seen
          ${seen === "just now" ? seen : `${seen} ago`}
        </div>
      </div>
      ${
        session.current
          ? nothing
          : html`<button
              type="button"
              class="button secondary"
              aria-label="End the session: ${name}"
              @click=${() => this.#end(session.id)}
            >
              End
            </button>`
      }
    </li>`;
  }

  #end(id: string): void {
    this.dispatchEvent(new CustomEvent("nexus-end", { detail: id }));
  }

  readonly #endOthers = () => {
    this.dispatchEvent(new CustomEvent("nexus-end-others"));
  };
}

customElements.define("nexus-sessions-panel", NexusSessionsPanel);
