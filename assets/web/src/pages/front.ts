import { css, html, LitElement, nothing, type TemplateResult } from "lit";
import { StreamsClient } from "../net/client";
import { type Directory, updated } from "../net/directory";
import { Poll } from "../net/poll";
import "../ui/directory";
import "../ui/go-live";
import { appended } from "../ui/history";
import { broadcastIcon } from "../ui/icons";
import { NexusSheet } from "../ui/sheet";
import { siteHeader } from "../ui/site-header";
import { base, buttons } from "../ui/styles";
import { VisitController } from "./visit-controller";

const POLL_MS = 2500;
const POLL_JITTER_MS = 500;
/** A page nobody looks at asks less often. */
const HIDDEN_POLL_MS = 15000;

/** The front page: asks what is live and shows it, below the intro of a page that has one. */
export class NexusFront extends LitElement {
  static override properties = {
    _directory: { state: true },
    _viewerHistory: { state: true },
  };

  static override styles = [
    base,
    buttons,
    css`
      main {
        max-width: 88rem;
        margin: 0 auto;
        padding: clamp(var(--space-5), 4vw, var(--space-7)) clamp(var(--space-4), 3vw, var(--space-6))
          var(--space-7);
      }
    `,
  ];

  declare _directory: Directory;
  declare _viewerHistory: readonly number[];
  readonly #visit = new VisitController(this, () => {}, true);
  #client: StreamsClient | undefined;
  #poll: Poll | undefined;

  constructor() {
    super();
    this._directory = { kind: "loading" };
    this._viewerHistory = [];
  }

  override connectedCallback(): void {
    super.connectedCallback();
    const client = new StreamsClient();
    this.#client = client;
    this.#poll = new Poll(
      () => this.#ask(client),
      () => (document.hidden ? HIDDEN_POLL_MS : POLL_MS + POLL_JITTER_MS * (Math.random() - 0.5)),
    );
    document.addEventListener("visibilitychange", this.#askWhenSeen);
    window.addEventListener("online", this.#askWhenSeen);
  }

  override disconnectedCallback(): void {
    super.disconnectedCallback();
    this.close();
  }

  close(): void {
    this.#poll?.close();
    this.#client?.close();
    document.removeEventListener("visibilitychange", this.#askWhenSeen);
    window.removeEventListener("online", this.#askWhenSeen);
  }

  override render() {
    const explained = this.#visit.settings.get("front.go-live") !== "off";
    return html`${siteHeader(this.#visit, explained ? this.#goLive() : nothing)}
      <slot name="intro"></slot>
      <main>
        <nexus-directory
          .directory=${this._directory}
          .viewerHistory=${this._viewerHistory}
          .nowMs=${Date.now()}
          .hostname=${location.hostname}
        ></nexus-directory>
      </main>
      <nexus-sheet heading="Go live with OBS">
        <nexus-go-live .hostname=${location.hostname}></nexus-go-live>
      </nexus-sheet>`;
  }

  #goLive(): TemplateResult {
    return html`<button type="button" class="button primary" @click=${this.#showGoLive}>
      ${broadcastIcon} Go live
    </button>`;
  }

  override updated(): void {
    const { kind } = this._directory;
    this.dataset["state"] =
      kind === "listed" && this._directory.streams.length === 0 ? "empty" : kind;
  }

  async #ask(client: StreamsClient): Promise<void> {
    this._directory = updated(this._directory, await client.list());
    if (this._directory.kind !== "listed") return;
    const viewers = this._directory.streams.reduce((sum, stream) => sum + stream.viewers, 0);
    this._viewerHistory = appended(this._viewerHistory, viewers);
  }

  readonly #askWhenSeen = () => {
    if (!document.hidden) this.#poll?.now();
  };

  readonly #showGoLive = () => {
    const sheet = this.renderRoot.querySelector("nexus-sheet");
    if (sheet instanceof NexusSheet) sheet.open();
  };
}

customElements.define("nexus-front", NexusFront);
