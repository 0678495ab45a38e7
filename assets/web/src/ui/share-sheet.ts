import { css, html, LitElement } from "lit";
import { embedCode, watchPath } from "../net/addresses";
import "./copy-field";
import { NexusSheet } from "./sheet";
import { base } from "./styles";

/** The link to a channel and the code to embed its player, to copy. */
export class NexusShareSheet extends LitElement {
  static override properties = {
    name: { type: String },
    pass: { type: String },
    label: { type: String },
    origin: { type: String },
  };

  static override styles = [
    base,
    css`
      .fields {
        display: grid;
        gap: var(--space-4);
      }
      p {
        color: var(--text-muted);
        font-size: var(--text-s);
      }
    `,
  ];

  declare name: string;
  /** What signs the way in, where not everybody may watch. */
  declare pass: string;
  declare label: string;
  declare origin: string;

  constructor() {
    super();
    this.name = "";
    this.pass = "";
    this.label = "";
    this.origin = "";
  }

  open(): void {
    const sheet = this.renderRoot.querySelector("nexus-sheet");
    if (sheet instanceof NexusSheet) sheet.open();
  }

  override render() {
    return html`<nexus-sheet heading="Share this stream">
      <div class="fields">
        <nexus-copy-field
          label="Link"
          .value=${this.origin + watchPath(this.name, this.pass)}
        ></nexus-copy-field>
        <nexus-copy-field
          label="Embed code"
          .value=${embedCode(this.origin, this.name, this.label, this.pass)}
        ></nexus-copy-field>
        <p>Put the embed code into a page to show the player there.</p>
      </div>
    </nexus-sheet>`;
  }
}

customElements.define("nexus-share-sheet", NexusShareSheet);
