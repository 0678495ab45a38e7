import { css, html, LitElement } from "lit";
import { base, buttons } from "./styles";

/** What the beta is, above what is live on it. */
export class NexusBetaIntro extends LitElement {
  static override styles = [
    base,
    buttons,
    css`
      :host {
        display: block;
        border-bottom: 1px solid var(--line);
        background: var(--tint);
      }
      section {
        max-width: 88rem;
        margin: 0 auto;
        padding: clamp(var(--space-5), 4vw, var(--space-7)) clamp(var(--space-4), 3vw, var(--space-6));
      }
      h1 {
        font-size: var(--text-2xl);
      }
      p {
        max-width: 44rem;
        margin-top: var(--space-3);
        font-size: var(--text-l);
        text-wrap: pretty;
      }
      .actions {
        display: flex;
        flex-wrap: wrap;
        gap: var(--space-3);
        margin-top: var(--space-5);
      }
    `,
  ];

  override render() {
    return html`<section aria-labelledby="beta">
      <h1 id="beta">Welcome to the beta</h1>
      <p>
        New parts of Nexus COS run here first. They work, and they change: a stream may be
        interrupted by an update, and what you store here may be reset. Watch, go live, and see
        what is coming: all that is live now is below.
      </p>
      <div class="actions">
        <a class="button primary" href="/trust">Connect a phone</a>
      </div>
    </section>`;
  }
}

customElements.define("nexus-beta-intro", NexusBetaIntro);
