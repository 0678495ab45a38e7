import { css, html, LitElement } from "lit";
import { base, buttons } from "./styles";

/** The page in place of one that its visitor may not see. */
export class NexusForbidden extends LitElement {
  static override properties = {
    need: { type: String },
  };

  static override styles = [
    base,
    buttons,
    css`
      :host {
        display: grid;
        justify-items: center;
        align-content: center;
        gap: var(--space-3);
        min-height: 55vh;
        text-align: center;
      }
      .code {
        color: var(--link);
        font-size: var(--text-s);
        font-weight: 700;
        letter-spacing: 0.08em;
      }
      h1 {
        font-size: var(--text-2xl);
        font-weight: 700;
      }
      p {
        max-width: 30rem;
        color: var(--text-muted);
        text-wrap: pretty;
      }
      .ways {
        display: flex;
        flex-wrap: wrap;
        justify-content: center;
        gap: var(--space-2);
        margin-top: var(--space-3);
      }
    `,
  ];

  /** Who sees the page, "operators and administrators". */
  declare need: string;

  constructor() {
    super();
    this.need = "";
  }

  override render() {
    return html`<span class="code">403</span>
      <h1>This page is not for your account</h1>
      <p>It is for ${this.need}. If that is you, ask an administrator for the role, then load the page again.</p>
      <div class="ways">
        <a class="button primary" href="/">See what is live</a>
        <a class="button secondary" href="/account">Your account</a>
      </div>`;
  }
}

customElements.define("nexus-forbidden", NexusForbidden);
