import { html, LitElement, nothing } from "lit";
import { browserClock } from "../media/browser-clock";
import { isBarrier } from "../media/playback";
import { VideoScreen } from "../media/screen";
import { initialSnapshot, PlaybackSession, type Snapshot } from "../media/session";
import { enginesFor } from "../media/video-engines";
import { type Page, pageOf, passOf } from "../net/addresses";
import { StreamsClient } from "../net/client";
import "../ui/channel-text";
import { bitrateText, countText, latencyText } from "../ui/format";
import "../ui/format-details";
import { appended } from "../ui/history";
import { backIcon } from "../ui/icons";
import "../ui/meter";
import "../ui/nowhere";
import { NexusPlayer } from "../ui/player";
import { NexusShareSheet } from "../ui/share-sheet";
import { siteHeader } from "../ui/site-header";
import { base, buttons } from "../ui/styles";
import { VisitController } from "./visit-controller";
import { watchStyles } from "./watch-styles";

const SECOND_MS = 1000;

interface Figures {
  readonly latency: readonly number[];
  readonly viewers: readonly number[];
  readonly bitrate: readonly number[];
}

const noFigures: Figures = { latency: [], viewers: [], bitrate: [] };

/** The page of one channel, and the player alone for other sites to embed. */
export class NexusWatch extends LitElement {
  static override properties = {
    _snapshot: { state: true },
    _figures: { state: true },
    _nowMs: { state: true },
    _droppedFrames: { state: true },
  };

  static override styles = [base, buttons, watchStyles];

  declare _snapshot: Snapshot;
  declare _figures: Figures;
  declare _nowMs: number;
  declare _droppedFrames: number;
  readonly #visit = new VisitController(this, () => {}, true);
  readonly #page: Page = pageOf(location.pathname);
  readonly #pass = passOf(location.hash);
  readonly #wide = matchMedia("(min-width: 60.01rem)").matches;
  #client: StreamsClient | undefined;
  #session: PlaybackSession | undefined;
  #timer: ReturnType<typeof setInterval> | undefined;

  constructor() {
    super();
    this._snapshot = initialSnapshot;
    this._figures = noFigures;
    this._nowMs = Date.now();
    this._droppedFrames = 0;
  }

  override connectedCallback(): void {
    super.connectedCallback();
    window.addEventListener("hashchange", this.#anotherPass);
  }

  override disconnectedCallback(): void {
    super.disconnectedCallback();
    window.removeEventListener("hashchange", this.#anotherPass);
    this.close();
  }

  close(): void {
    clearInterval(this.#timer);
    this.#session?.close();
    this.#client?.close();
  }

  protected override firstUpdated(): void {
    if (this.#page.kind === "other") return;
    this.dataset["page"] = this.#page.kind;
    void this.#begin(this.#page.name);
  }

  async #begin(name: string): Promise<void> {
    const player = this.renderRoot.querySelector("nexus-player");
    if (!(player instanceof NexusPlayer)) return;
    await player.updateComplete;
    const client = new StreamsClient();
    this.#client = client;
    this.#session = new PlaybackSession({
      name,
      source: { find: (asked) => client.find(asked, this.#pass) },
      screen: new VideoScreen(player.video),
      engines: enginesFor(player.video),
      clock: browserClock,
      changed: (snapshot) => this.#show(snapshot),
    });
    this.#timer = setInterval(() => this.#second(player.video), SECOND_MS);
  }

  override render() {
    const page = this.#page;
    switch (page.kind) {
      case "other":
        return html`${siteHeader(this.#visit)}
          <main class="alone"><nexus-nowhere></nexus-nowhere></main>`;
      case "embed":
        return html`<main class="bare">
          <h1 class="unseen">${this._snapshot.playback.stream?.title ?? page.name}</h1>
          ${this.#player(page.name, "always")}
        </main>`;
      case "watch":
        return this.#whole(page.name);
    }
  }

  #player(name: string, titled: "never" | "always") {
    return html`<nexus-player
      .name=${name}
      .pass=${this.#pass}
      .titled=${titled}
      .snapshot=${this._snapshot}
      @go-live=${() => this.#session?.goLive()}
      @choose-quality=${(event: CustomEvent<number>) => this.#session?.selectQuality(event.detail)}
    ></nexus-player>`;
  }

  #whole(name: string) {
    const { playback } = this._snapshot;
    const { stream } = playback;
    const { phase } = playback;
    const shown = phase === "connecting" || (stream !== undefined && stream.state !== "offline");
    const nameless = phase === "unknown" || isBarrier(phase);
    return html`${siteHeader(this.#visit, html`<a class="button quiet" href="/">${backIcon} Live now</a>`)}
      <main class=${shown ? "" : "alone"}>
        <div class="main">
          ${this.#player(name, "never")}
          ${nameless ? html`<h1 class="unseen">${name}</h1>` : nothing}
          <nexus-channel-text
            ?hidden=${nameless}
            .name=${name}
            .stream=${stream}
            .nowMs=${this._nowMs}
            @share=${this.#share}
          ></nexus-channel-text>
        </div>
        <aside aria-label="About this stream" ?hidden=${!shown}>
          ${this.#meters()}
          <nexus-format-details
            .stream=${stream}
            .droppedFrames=${this._droppedFrames}
            .unfolded=${this.#wide}
          ></nexus-format-details>
        </aside>
      </main>
      <nexus-share-sheet
        .name=${name}
        .pass=${this.#pass}
        .label=${stream?.title ?? name}
        .origin=${location.origin}
      ></nexus-share-sheet>`;
  }

  #meters() {
    const { playback, latency } = this._snapshot;
    const { stream } = playback;
    const live = stream !== undefined && stream.state !== "offline";
    const bitrate = live ? stream.bitrate : undefined;
    return html`<div class="meters">
      <nexus-meter
        label="Latency"
        .value=${latency === undefined ? "–" : latencyText(latency)}
        .history=${this._figures.latency}
        .ceiling=${2}
      ></nexus-meter>
      <nexus-meter
        label="Viewers"
        .value=${live ? countText(stream.viewers) : "–"}
        .history=${this._figures.viewers}
        .ceiling=${5}
      ></nexus-meter>
      <nexus-meter
        label="Bitrate"
        .value=${bitrate === undefined ? "–" : bitrateText(bitrate)}
        .history=${this._figures.bitrate}
        .ceiling=${(bitrate ?? 0) * 1.25}
      ></nexus-meter>
    </div>`;
  }

  override updated(): void {
    const { playback } = this._snapshot;
    this.dataset["state"] = playback.phase;
    if (this.#page.kind === "other") return;
    document.title = `${playback.stream?.title ?? this.#page.name} · Nexus COS`;
  }

  #show(snapshot: Snapshot): void {
    const { stream } = snapshot.playback;
    if (stream?.state === "offline") this._figures = noFigures;
    else if (stream !== undefined && stream !== this._snapshot.playback.stream) {
      const { viewers, bitrate } = this._figures;
      this._figures = {
        ...this._figures,
        viewers: appended(viewers, stream.viewers),
        bitrate: appended(bitrate, stream.bitrate ?? 0),
      };
    }
    this._snapshot = snapshot;
  }

  #second(video: HTMLVideoElement): void {
    const { latency } = this._snapshot;
    this._nowMs = Date.now();
    this._droppedFrames = video.getVideoPlaybackQuality?.().droppedVideoFrames ?? 0;
    if (latency === undefined) {
      delete this.dataset["latency"];
      return;
    }
    this.dataset["latency"] = latency.toFixed(2);
    this._figures = { ...this._figures, latency: appended(this._figures.latency, latency) };
  }

  /** Somebody put another link into the address bar. */
  readonly #anotherPass = () => location.reload();

  readonly #share = () => {
    const sheet = this.renderRoot.querySelector("nexus-share-sheet");
    if (sheet instanceof NexusShareSheet) sheet.open();
  };
}

customElements.define("nexus-watch", NexusWatch);
