import { css, html, LitElement } from "lit";
import { Poll } from "../net/poll";
import {
  type Authority,
  askForAuthority,
  certificatePath,
  secureAddress,
  type TrustAnswer,
  trustAddress,
} from "../net/trust";
import { backIcon } from "../ui/icons";
import "../ui/page-header";
import "../ui/qr-code";
import { base, buttons } from "../ui/styles";
import { systemOf } from "../ui/system";
import "../ui/trust-steps";

/** At the first start the authority is made while the page is open already. */
const POLL_MS = 3000;

/** Helps a device to trust the server's own authority. */
export class NexusTrust extends LitElement {
  static override properties = {
    _answer: { state: true },
  };

  static override styles = [
    base,
    buttons,
    css`
      main {
        display: grid;
        gap: var(--space-6);
        max-width: 52rem;
        margin: 0 auto;
        padding: clamp(var(--space-5), 4vw, var(--space-7)) clamp(var(--space-4), 3vw, var(--space-6))
          var(--space-7);
      }
      h1 {
        font-size: var(--text-2xl);
      }
      h2 {
        margin-bottom: var(--space-3);
        font-size: var(--text-l);
      }
      .lead {
        margin-top: var(--space-3);
        color: var(--text-muted);
        font-size: var(--text-l);
        text-wrap: pretty;
      }
      .start {
        display: grid;
        grid-template-columns: minmax(0, 1fr) auto;
        gap: var(--space-5);
        padding: var(--space-5);
        border: 1px solid var(--line);
        border-radius: var(--radius-l);
        background: var(--surface);
        box-shadow: var(--shadow-m);
      }
      .start p,
      .note {
        color: var(--text-muted);
        font-size: var(--text-s);
      }
      .actions {
        display: flex;
        flex-wrap: wrap;
        gap: var(--space-3);
        margin-top: var(--space-4);
      }
      .print {
        margin-top: var(--space-2);
        color: var(--text);
        font-family: var(--font-mono);
        font-size: var(--text-s);
        overflow-wrap: anywhere;
      }
      figcaption {
        margin-top: var(--space-2);
        color: var(--text-muted);
        font-size: var(--text-xs);
        text-align: center;
        overflow-wrap: anywhere;
      }
      figure {
        width: 12rem;
        margin: 0;
      }
      @media (max-width: 40rem) {
        .start {
          grid-template-columns: minmax(0, 1fr);
          padding: var(--space-4);
        }
        figure {
          justify-self: center;
        }
      }
    `,
  ];

  declare _answer: TrustAnswer | undefined;
  #poll: Poll | undefined;

  override connectedCallback(): void {
    super.connectedCallback();
    this.#poll = new Poll(
      () => this.#ask(),
      () => POLL_MS,
    );
  }

  override disconnectedCallback(): void {
    super.disconnectedCallback();
    this.close();
  }

  close(): void {
    this.#poll?.close();
  }

  async #ask(): Promise<void> {
    this._answer = await askForAuthority();
    if (this._answer.kind === "known") this.close();
  }

  override render() {
    return html`<nexus-page-header>
        <a class="button quiet" href="/">${backIcon} Live now</a>
      </nexus-page-header>
      <main>
        <div>
          <h1>Trust this server on your device</h1>
          <p class="lead">
            Browsers give camera, microphone and offline pages to secure pages alone. This server
            vouches for itself: tell your device once that you believe it.
          </p>
        </div>
        ${this.#body()}
      </main>`;
  }

  #body() {
    switch (this._answer?.kind) {
      case undefined:
        return html`<p class="note late" role="status">Asking the server…</p>`;
      case "known":
        return this.#known(this._answer.authority);
      case "none":
        return html`<p role="status">
          There is nothing to do: this server shows a certificate that devices trust already, or
          HTTPS is switched off.
        </p>`;
      case "unreachable":
        return html`<p role="status">The server does not answer. This page keeps trying.</p>`;
    }
  }

  #known(authority: Authority) {
    const address = trustAddress(authority, location.hostname);
    return html`<section class="start" aria-labelledby="get">
        <div>
          <h2 id="get">1. Get the certificate</h2>
          <p>On a phone, scan the code to open this page there.</p>
          <div class="actions">
            <a class="button primary" href=${certificatePath} download>Download the certificate</a>
          </div>
        </div>
        <figure>
          <nexus-qr-code .value=${address}></nexus-qr-code>
          <figcaption>${address}</figcaption>
        </figure>
      </section>
      <section aria-labelledby="compare">
        <h2 id="compare">2. Make sure that it is the right one</h2>
        <p class="note">
          <b>${authority.name}</b>, until ${authority.expires.toLocaleDateString(undefined, { dateStyle: "long" })}. Your device
          shows a SHA-256 fingerprint. It must be this one, which the server also printed when it
          started:
        </p>
        <p class="print">${authority.fingerprint}</p>
      </section>
      <section aria-labelledby="install">
        <h2 id="install">3. Install it</h2>
        <nexus-trust-steps
          .system=${systemOf(navigator.userAgent, navigator.maxTouchPoints)}
        ></nexus-trust-steps>
      </section>
      <section aria-labelledby="open">
        <h2 id="open">4. Open the secure page</h2>
        <p class="note">If no warning shows up, all is done.</p>
        <div class="actions">
          <a class="button secondary" href=${secureAddress(authority, location.hostname)}
            >Open it by HTTPS</a
          >
        </div>
      </section>`;
  }

  override updated(): void {
    this.dataset["state"] = this._answer?.kind ?? "loading";
  }
}

customElements.define("nexus-trust", NexusTrust);
