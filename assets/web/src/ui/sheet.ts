import { css, html, LitElement } from "lit";
import { closeIcon } from "./icons";
import { base, buttons } from "./styles";

/** A dialog with a heading; its content is the slot. */
export class NexusSheet extends LitElement {
  static override properties = {
    heading: { type: String },
  };

  static override styles = [
    base,
    buttons,
    css`
      dialog {
        width: min(34rem, calc(100vw - 2 * var(--space-4)));
        max-height: calc(100dvh - 2 * var(--space-4));
        padding: 0;
        border: 1px solid var(--line);
        border-radius: var(--radius-l);
        background: var(--surface);
        color: var(--text);
        box-shadow: var(--shadow-l);
        overflow: auto;
      }
      dialog::backdrop {
        background: rgb(5 9 18 / 62%);
        backdrop-filter: blur(2px);
      }
      .head {
        display: flex;
        align-items: center;
        justify-content: space-between;
        padding: var(--space-4) var(--space-4) 0 var(--space-5);
      }
      h2 {
        font-size: var(--text-l);
        font-weight: 650;
      }
      .close {
        min-width: 2.75rem;
        padding: 0;
      }
      .body {
        padding: var(--space-4) var(--space-5) var(--space-5);
      }
    `,
  ];

  declare heading: string;

  constructor() {
    super();
    this.heading = "";
  }

  open(): void {
    this.#dialog?.showModal();
  }

  close(): void {
    this.#dialog?.close();
  }

  override render() {
    return html`<dialog aria-labelledby="heading" @click=${this.#closeOutside}>
      <div class="head">
        <h2 id="heading">${this.heading}</h2>
        <button type="button" class="button quiet close" aria-label="Close" @click=${this.close}>
          ${closeIcon}
        </button>
      </div>
      <div class="body"><slot></slot></div>
    </dialog>`;
  }

  get #dialog(): HTMLDialogElement | null {
    return this.renderRoot.querySelector("dialog");
  }

  /** A click on the backdrop is a click on the dialog element itself. */
  readonly #closeOutside = (event: MouseEvent) => {
    if (event.target === this.#dialog) this.close();
  };
}

customElements.define("nexus-sheet", NexusSheet);
