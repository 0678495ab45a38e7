import { css, html, LitElement } from "lit";
import "./logo";
import { base } from "./styles";

/** The head of a page: the logo, which leads home, and the page's own actions in the slot. */
export class NexusPageHeader extends LitElement {
  static override styles = [
    base,
    css`
      :host {
        display: block;
        border-bottom: 1px solid var(--line);
        background: var(--surface);
      }
      header {
        display: flex;
        align-items: center;
        justify-content: space-between;
        gap: var(--space-4);
        max-width: 88rem;
        min-height: 4rem;
        margin: 0 auto;
        padding: 0 clamp(var(--space-4), 3vw, var(--space-6));
      }
      a {
        display: block;
        border-radius: var(--radius-m);
      }
      nav {
        display: flex;
        align-items: center;
        gap: var(--space-2);
      }
    `,
  ];

  override render() {
    return html`<header>
      <a href="/" aria-label="Nexus COS, live now"><nexus-logo></nexus-logo></a>
      <nav aria-label="Page"><slot></slot></nav>
    </header>`;
  }
}

customElements.define("nexus-page-header", NexusPageHeader);
