import { css, html, LitElement, nothing, type TemplateResult } from "lit";
import { type Board, boardWith, modulesOf, parseBoard } from "../net/os";
import { parseStreams, type Stream, streamsWith } from "../net/streams";
import { may } from "../net/visit";
import { desks } from "../ui/desk-styles";
import { bitrateText, countText } from "../ui/format";
import { type LiveFigures, noLiveFigures, withStreams } from "../ui/live-figures";
import "../ui/live-table";
import "../ui/meter";
import "../ui/module-board";
import { siteHeader } from "../ui/site-header";
import "../ui/store-list";
import { base, buttons } from "../ui/styles";
import { desk } from "./desk";
import { Topics } from "./topics";
import { VisitController } from "./visit-controller";

const SECOND_MS = 1000;

/** The face of the core: what runs, what is live, and how it does. */
export class NexusDashboard extends LitElement {
  static override properties = {
    _board: { state: true },
    _streams: { state: true },
    _figures: { state: true },
    _away: { state: true },
  };

  static override styles = [
    base,
    buttons,
    desks,
    css`
      .figures {
        display: grid;
        grid-template-columns: repeat(4, minmax(0, 1fr));
        gap: var(--space-3);
      }
      @media (max-width: 60rem) {
        .figures {
          grid-template-columns: repeat(2, minmax(0, 1fr));
        }
      }
    `,
  ];

  declare _board: Board | undefined;
  declare _streams: readonly Stream[];
  declare _figures: LiveFigures;
  declare _away: boolean;
  readonly #visit = new VisitController(this, (visit) => {
    if (may(visit, "os:read")) this.#follow();
  });
  #topics: Topics | undefined;
  #seconds: ReturnType<typeof setInterval> | undefined;

  constructor() {
    super();
    this._board = undefined;
    this._streams = [];
    this._figures = noLiveFigures;
    this._away = false;
  }

  override disconnectedCallback(): void {
    super.disconnectedCallback();
    this.close();
  }

  close(): void {
    clearInterval(this.#seconds);
    this.#topics?.close();
  }

  override render(): TemplateResult {
    return html`${siteHeader(this.#visit)}
    ${desk(this.#visit.admission("os:read"), "operators and administrators", () => this.#content())}`;
  }

  override updated(): void {
    this.dataset["state"] = this._board === undefined ? this.#visit.visit.kind : "shown";
  }

  #content(): TemplateResult {
    const board = this._board;
    return html`<div>
        <h1>Dashboard</h1>
        <p class="lead">What runs here, and how it does.</p>
      </div>
      ${this._away ? html`<nexus-unreachable shape="strip"></nexus-unreachable>` : nothing}
      ${board === undefined ? html`<p class="lead late" role="status">Loading…</p>` : this.#shown(board)}`;
  }

  #shown(board: Board): TemplateResult {
    const modules = modulesOf(board.services);
    return html`${this.#meters(board, modules.length)}
      <nexus-live-table
        .streams=${this._streams}
        .figures=${this._figures}
        .nowMs=${Date.now()}
      ></nexus-live-table>
      <nexus-store-list .stores=${board.stores}></nexus-store-list>
      <nexus-module-board .modules=${modules}></nexus-module-board>`;
  }

  #meters(board: Board, modules: number): TemplateResult {
    const { services } = board;
    const { bitrate, viewers } = this._figures.all;
    const up = services.filter((service) => service.state === "up").length;
    const down = services.filter((service) => service.state === "down").length;
    return html`<div class="figures">
      <nexus-meter
        label="Services up"
        .value="${up} of ${services.length}"
        .note=${down === 0 ? "none down" : `${down} down`}
      ></nexus-meter>
      <nexus-meter label="Modules" .value=${String(modules)} .note="${services.length - up - down} services planned"></nexus-meter>
      <nexus-meter
        label="Viewers"
        .value=${countText(viewers.at(-1) ?? 0)}
        .history=${viewers}
        .ceiling=${5}
      ></nexus-meter>
      <nexus-meter
        label="Coming in"
        .value=${bitrateText(bitrate.at(-1) ?? 0)}
        .history=${bitrate}
        .ceiling=${1_000_000}
      ></nexus-meter>
    </div>`;
  }

  #follow(): void {
    const topics = new Topics((away) => {
      this._away = away && this._board !== undefined;
    });
    this.#topics = topics;
    topics.follow("os.services", {
      snapshot: (data) => {
        this._board = parseBoard(data);
      },
      change: (data) => {
        if (this._board !== undefined) this._board = boardWith(this._board, data);
      },
    });
    topics.follow("streams", {
      snapshot: (data) => {
        this._streams = parseStreams(data);
        if (this._figures === noLiveFigures) this.#look();
      },
      change: (data) => {
        this._streams = streamsWith(this._streams, data);
      },
    });
    this.#seconds = setInterval(() => this.#look(), SECOND_MS);
  }

  #look(): void {
    if (!this._away) this._figures = withStreams(this._figures, this._streams);
  }
}

customElements.define("nexus-dashboard", NexusDashboard);
