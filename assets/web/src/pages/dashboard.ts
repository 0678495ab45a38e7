import { css, html, LitElement, nothing, type TemplateResult } from "lit";
import { StreamsClient } from "../net/client";
import { type Directory, updated } from "../net/directory";
import { type Board, modulesOf } from "../net/os";
import { OsClient } from "../net/os-client";
import { Poll } from "../net/poll";
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
import { POLL } from "./poll-distance";
import { VisitController } from "./visit-controller";

/** The face of the core: what runs, what is live, and how it does. */
export class NexusDashboard extends LitElement {
  static override properties = {
    _board: { state: true },
    _directory: { state: true },
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
  declare _directory: Directory;
  declare _figures: LiveFigures;
  declare _away: boolean;
  readonly #visit = new VisitController(this, (visit) => {
    if (may(visit, "os:read")) this.#follow();
  });
  #polls: readonly Poll[] = [];
  #streams: StreamsClient | undefined;

  constructor() {
    super();
    this._board = undefined;
    this._directory = { kind: "loading" };
    this._figures = noLiveFigures;
    this._away = false;
  }

  override disconnectedCallback(): void {
    super.disconnectedCallback();
    this.close();
  }

  close(): void {
    for (const poll of this.#polls) poll.close();
    this.#streams?.close();
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
      ${board === undefined ? html`<p class="lead" role="status">Loading…</p>` : this.#shown(board)}`;
  }

  #shown(board: Board): TemplateResult {
    const modules = modulesOf(board.services);
    const streams = this._directory.kind === "loading" ? [] : this._directory.streams;
    return html`${this.#meters(board, modules.length)}
      <nexus-live-table
        .streams=${streams}
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
    const os = new OsClient(this.#visit.asker);
    const streams = new StreamsClient();
    this.#streams = streams;
    this.#polls = [
      new Poll(() => this.#askBoard(os), POLL),
      new Poll(() => this.#askStreams(streams), POLL),
    ];
  }

  async #askBoard(os: OsClient): Promise<void> {
    const answer = await os.board();
    this._away = answer.kind === "refused" && (answer.status === 0 || answer.status >= 500);
    if (answer.kind === "done") this._board = answer.value;
    else if (answer.status === 401) location.reload();
  }

  async #askStreams(streams: StreamsClient): Promise<void> {
    this._directory = updated(this._directory, await streams.list());
    if (this._directory.kind === "listed") {
      this._figures = withStreams(this._figures, this._directory.streams);
    }
  }
}

customElements.define("nexus-dashboard", NexusDashboard);
