import { css, html, LitElement, nothing, type TemplateResult } from "lit";
import { repeat } from "lit/directives/repeat.js";
import type { AuditLine } from "../net/os";
import { actionText, objectText, whoText } from "./audit-text";
import { forms } from "./form";
import { panels } from "./panel";
import { base, buttons } from "./styles";

const KINDS: readonly (readonly [string, string])[] = [
  ["", "Everything"],
  ["session", "Sign-ins"],
  ["sign-in.refused", "Refused sign-ins"],
  ["account", "Accounts"],
  ["setting", "Settings"],
  ["channel", "Channels"],
  ["stream-key", "Stream keys"],
];

/** Who did what. `nexus-kind` carries what to show, `nexus-more` asks for older lines. */
export class NexusAuditPanel extends LitElement {
  static override properties = {
    lines: { attribute: false },
    names: { attribute: false },
    kind: { type: String },
    more: { type: Boolean },
  };

  static override styles = [
    base,
    buttons,
    forms,
    panels,
    css`
      .head label {
        display: flex;
        align-items: center;
        gap: var(--space-2);
      }
      select {
        width: auto;
      }
      .line {
        display: grid;
        grid-template-columns: 10.5rem minmax(0, 1fr) minmax(0, 1fr);
        gap: 0 var(--space-4);
        padding: var(--space-2) 0;
        border-top: 1px solid var(--line);
        font-size: var(--text-s);
      }
      .line > * {
        overflow-wrap: anywhere;
      }
      time {
        color: var(--text-muted);
      }
      .refused b {
        color: var(--fault);
      }
      b {
        font-weight: 600;
      }
      .empty {
        padding: var(--space-5) 0 var(--space-3);
        color: var(--text-muted);
        text-align: center;
      }
      .more {
        margin-top: var(--space-3);
      }
      @media (max-width: 48rem) {
        .line {
          grid-template-columns: minmax(0, 1fr) auto;
        }
        .line span {
          grid-row: 2;
          color: var(--text-muted);
        }
        time {
          grid-area: 1 / 2;
        }
      }
    `,
  ];

  declare lines: readonly AuditLine[];
  /** Of accounts, by their ids. */
  declare names: ReadonlyMap<string, string>;
  declare kind: string;
  /** Whether there are older lines. */
  declare more: boolean;

  constructor() {
    super();
    this.lines = [];
    this.names = new Map();
    this.kind = "";
    this.more = false;
  }

  override render(): TemplateResult {
    return html`<section aria-labelledby="heading">
      <div class="head">
        <h2 id="heading">Sign-ins and audit log</h2>
        <label>
          Show
          <select @change=${this.#choose}>
            ${KINDS.map(
              ([kind, text]) =>
                html`<option value=${kind} ?selected=${kind === this.kind}>${text}</option>`,
            )}
          </select>
        </label>
      </div>
      ${this.lines.length === 0 ? html`<p class="empty">Nothing of this kind yet.</p>` : nothing}
      <ul class="rows">
        ${repeat(
          this.lines,
          (line) => line.id,
          (line) => this.#row(line),
        )}
      </ul>
      ${
        this.more
          ? html`<button type="button" class="button secondary more" @click=${this.#older}>
              Show older
            </button>`
          : nothing
      }
    </section>`;
  }

  #row(line: AuditLine): TemplateResult {
    const object = objectText(line, this.names);
    return html`<li class="line ${line.action.endsWith("refused") ? "refused" : ""}">
      <time class="number" datetime=${line.at}>${timeText(line.at)}</time>
      <b>${actionText(line.action)}${object === "" ? "" : `: ${object}`}</b>
      <span>${whoText(line, this.names)}</span>
    </li>`;
  }

  readonly #choose = (event: Event) => {
    if (!(event.target instanceof HTMLSelectElement)) return;
    this.dispatchEvent(new CustomEvent("nexus-kind", { detail: event.target.value }));
  };

  readonly #older = () => {
    this.dispatchEvent(new CustomEvent("nexus-more"));
  };
}

function timeText(time: string): string {
  return new Date(time).toLocaleString(undefined, { dateStyle: "medium", timeStyle: "short" });
}

customElements.define("nexus-audit-panel", NexusAuditPanel);
