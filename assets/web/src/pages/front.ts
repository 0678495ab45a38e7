import { css, html, LitElement, nothing, type TemplateResult } from "lit";
import { StreamsClient } from "../net/client";
import type { Directory } from "../net/directory";
import { LiveList } from "../net/live-list";
import { browserOptions, Realtime } from "../net/realtime";
import "../ui/directory";
import "../ui/go-live";
import { appended } from "../ui/history";
import { broadcastIcon } from "../ui/icons";
import { NexusSheet } from "../ui/sheet";
import { siteHeader } from "../ui/site-header";
import { base, buttons } from "../ui/styles";
import { VisitController } from "./visit-controller";

const SECOND_MS = 1000;

/** The front page: shows what is live as it changes, below the intro of a page that has one. */
export class NexusFront extends LitElement {
  static override properties = {
    _directory: { state: true },
    _viewerHistory: { state: true },
    _nowMs: { state: true },
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
  declare _nowMs: number;
  readonly #visit = new VisitController(this, () => {}, true);
  #client: StreamsClient | undefined;
  #list: LiveList | undefined;
  #seconds: ReturnType<typeof setInterval> | undefined;

  constructor() {
    super();
    this._directory = { kind: "loading" };
    this._viewerHistory = [];
    this._nowMs = Date.now();
  }

  override connectedCallback(): void {
    super.connectedCallback();
    const client = new StreamsClient();
    this.#client = client;
    this.#list = new LiveList({
      open: (stateChanged) => new Realtime(browserOptions(stateChanged)),
      ask: () => client.list(),
      isHidden: () => document.hidden,
      changed: (directory) => {
        this._directory = directory;
      },
    });
    this.#seconds = setInterval(() => this.#second(), SECOND_MS);
    document.addEventListener("visibilitychange", this.#askWhenSeen);
    window.addEventListener("online", this.#askWhenSeen);
  }

  override disconnectedCallback(): void {
    super.disconnectedCallback();
    this.close();
  }

  close(): void {
    clearInterval(this.#seconds);
    this.#list?.close();
    this.#client?.close();
    document.removeEventListener("visibilitychange", this.#askWhenSeen);
    window.removeEventListener("online", this.#askWhenSeen);
  }

  override render() {
    // Where nothing is live, the page itself explains it.
    const explained =
      this._directory.kind !== "loading" &&
      this._directory.streams.length > 0 &&
      this.#visit.settings.get("front.go-live") !== "off";
    return html`${siteHeader(this.#visit, explained ? this.#goLive() : nothing)}
      <slot name="intro"></slot>
      <main>
        <nexus-directory
          .directory=${this._directory}
          .viewerHistory=${this._viewerHistory}
          .nowMs=${this._nowMs}
          .servers=${this.#visit.servers}
        ></nexus-directory>
      </main>
      <nexus-sheet heading="Go live with OBS">
        <nexus-go-live .servers=${this.#visit.servers}></nexus-go-live>
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

  #second(): void {
    this._nowMs = Date.now();
    if (this._directory.kind !== "listed") return;
    const viewers = this._directory.streams.reduce((sum, stream) => sum + stream.viewers, 0);
    this._viewerHistory = appended(this._viewerHistory, viewers);
  }

  readonly #askWhenSeen = () => {
    if (!document.hidden) this.#list?.now();
  };

  readonly #showGoLive = () => {
    const sheet = this.renderRoot.querySelector("nexus-sheet");
    if (sheet instanceof NexusSheet) sheet.open();
  };
}

customElements.define("nexus-front", NexusFront);
