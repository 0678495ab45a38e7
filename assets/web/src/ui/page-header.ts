import { css, html, LitElement, nothing } from "lit";
import type { SiteLink } from "../net/visit";
import "./logo";
import { base } from "./styles";

/**
 * The head of a page: the logo, which leads home, the pages that the visitor may go to, and the
 * page's own actions in the slot; below it what is announced on every page.
 */
export class NexusPageHeader extends LitElement {
  static override properties = {
    links: { attribute: false },
    announcement: { type: String },
  };

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
        flex-wrap: wrap;
        align-items: center;
        gap: 0 var(--space-5);
        max-width: 88rem;
        min-height: 4rem;
        margin: 0 auto;
        padding: 0 clamp(var(--space-4), 3vw, var(--space-6));
      }
      .home {
        display: block;
        border-radius: var(--radius-m);
      }
      .actions {
        display: flex;
        align-items: center;
        gap: var(--space-2);
        margin-left: auto;
      }
      .site {
        display: flex;
        gap: var(--space-1);
        min-height: 2.5rem;
      }
      .site a {
        display: flex;
        align-items: center;
        min-height: 2.5rem;
        padding: 0 var(--space-3);
        border-radius: var(--radius-m);
        color: var(--text-muted);
        font-size: var(--text-s);
        font-weight: 600;
        text-decoration: none;
        white-space: nowrap;
      }
      @media (pointer: coarse) {
        .site,
        .site a {
          min-height: 2.75rem;
        }
      }
      .site a:hover {
        background: var(--surface-sunken);
        color: var(--text);
      }
      .site a[aria-current] {
        background: var(--tint);
        color: var(--link);
      }
      .announcement {
        padding: var(--space-2) clamp(var(--space-4), 3vw, var(--space-6));
        border-top: 1px solid var(--warning-line);
        background: var(--warning-surface);
        font-size: var(--text-s);
        text-align: center;
        overflow-wrap: anywhere;
      }
      @media (max-width: 48rem) {
        header {
          padding-block: var(--space-2);
        }
        .home {
          display: grid;
          align-items: center;
          min-height: 2.75rem;
        }
        .site {
          order: 1;
          flex-basis: 100%;
          margin: 0 calc(-1 * var(--space-3));
          overflow-x: auto;
          scrollbar-width: none;
        }
      }
      @media (max-width: 24rem) {
        .site a {
          padding: 0 var(--space-2);
        }
      }
    `,
  ];

  /** Undefined while the visitor is not known: their place is kept. */
  declare links: readonly SiteLink[] | undefined;
  /** Nothing stands there where it is empty. */
  declare announcement: string;

  constructor() {
    super();
    this.links = [];
    this.announcement = "";
  }

  override render() {
    return html`<header>
        <a class="home" href="/" aria-label="Nexus COS, live now"><nexus-logo></nexus-logo></a>
        ${this.#site(this.links)}
        <div class="actions" role="group" aria-label="Page"><slot></slot></div>
      </header>
      ${this.announcement === "" ? nothing : html`<div class="announcement" role="region" aria-label="Announcement">${this.announcement}</div>`}`;
  }

  #site(links: readonly SiteLink[] | undefined) {
    if (links === undefined) return html`<div class="site"></div>`;
    if (links.length === 0) return nothing;
    return html`<nav class="site" aria-label="Site">
      ${links.map(
        ({ path, label }) =>
          html`<a href=${path} aria-current=${location.pathname === path ? "page" : nothing}>${label}</a>`,
      )}
    </nav>`;
  }
}

customElements.define("nexus-page-header", NexusPageHeader);
