import { html, LitElement, nothing } from "lit";
import "media-chrome/dist/media-control-bar.js";
import MediaController from "media-chrome/dist/media-controller.js";
import "media-chrome/dist/media-fullscreen-button.js";
import "media-chrome/dist/media-mute-button.js";
import "media-chrome/dist/media-pip-button.js";
import "media-chrome/dist/media-play-button.js";
import "media-chrome/dist/media-volume-range.js";
import {
  type CaptionChoice,
  captionsOf,
  NO_CAPTIONS,
  noCaptions,
  selectCaption,
} from "../media/captions";
import { AUTOMATIC } from "../media/engine";
import { initialSnapshot, type Snapshot } from "../media/session";
import { watchPath } from "../net/addresses";
import "./choice-menu";
import { bitrateText, latencyText } from "./format";
import { captionsIcon, mutedIcon, playIcon, qualityIcon } from "./icons";
import "./live-badge";
import { noticeOf } from "./notice";
import { playerStyles } from "./player-styles";
import "./stage-notice";
import { base } from "./styles";

/** Further behind than this is no longer live. */
const BEHIND_SECONDS = 4;

type Sound = "audible" | "muted";

/** Keeps a button's own keys from the player's shortcuts, which would swallow them. */
function keepKeys(event: KeyboardEvent): void {
  if (event.key === " " || event.key === "Enter") event.stopPropagation();
}

/** The picture with its controls and messages. Tells `go-live` and `choose-quality` (an id). */
export class NexusPlayer extends LitElement {
  static override properties = {
    name: { type: String },
    pass: { type: String },
    snapshot: { attribute: false },
    titled: { type: String },
    _captions: { state: true },
    _sound: { state: true },
    _motion: { state: true },
  };

  static override styles = [base, playerStyles];

  declare name: string;
  /** What signs the way in, where not everybody may watch. */
  declare pass: string;
  declare snapshot: Snapshot;
  /** Whether the title is on the picture, for a player that stands alone. */
  declare titled: "never" | "always";
  declare _captions: CaptionChoice;
  declare _sound: Sound;
  declare _motion: "running" | "paused";

  constructor() {
    super();
    this.name = "";
    this.pass = "";
    this.snapshot = initialSnapshot;
    this.titled = "never";
    this._captions = noCaptions;
    this._sound = "audible";
    this._motion = "paused";
  }

  get video(): HTMLVideoElement {
    const video = this.renderRoot.querySelector("video");
    if (video === null) throw new Error("the player is not rendered yet");
    return video;
  }

  protected override firstUpdated(): void {
    const controller = this.renderRoot.querySelector("media-controller");
    const stage = this.renderRoot.querySelector<HTMLElement>(".stage");
    // The whole stage goes full screen, so that its messages are seen there too.
    if (controller instanceof MediaController && stage !== null) {
      controller.fullscreenElement = stage;
    }
    const { textTracks } = this.video;
    for (const event of ["addtrack", "removetrack", "change"]) {
      textTracks.addEventListener(event, this.#onTracks);
    }
  }

  override render() {
    const notice = noticeOf(this.snapshot, this.name);
    const title = this.snapshot.playback.stream?.title ?? this.name;
    return html`<div class="stage">
      <media-controller
        defaultstreamtype="live"
        hotkeys="noarrowleft noarrowright noj nol no< no> noshift+/"
        noautoseektolive
        nomutedpref
        nosubtitleslangpref
       
      >
        <video
          slot="media"
          playsinline
          disableremoteplayback
          aria-label=${title}
          @volumechange=${this.#onVolume}
          @play=${this.#onMotion}
          @pause=${this.#onMotion}
          @playing=${this.#onMotion}
        ></video>
        ${this.titled === "always" && notice === undefined ? this.#top(title) : nothing}
        <media-control-bar ?hidden=${notice?.shape === "cover"}>
          <media-play-button></media-play-button>
          <media-mute-button></media-mute-button>
          <media-volume-range></media-volume-range>
          ${this.#live()}
          <span class="fill"></span>
          ${this.#captionsMenu()} ${this.#qualityMenu()}
          <media-pip-button></media-pip-button>
          <media-fullscreen-button></media-fullscreen-button>
        </media-control-bar>
      </media-controller>
      <div role="status">
        <nexus-stage-notice
          .notice=${notice}
          .name=${this.name}
          ?hidden=${notice === undefined}
        ></nexus-stage-notice>
      </div>
      ${notice === undefined ? this.#prompt() : nothing}
    </div>`;
  }

  #top(title: string) {
    return html`<div class="top" slot="top-chrome">
      <nexus-live-badge state=${this.snapshot.playback.stream?.state ?? "live"}></nexus-live-badge>
      <a href=${watchPath(this.name, this.pass)} target="_blank" rel="noopener">${title}</a>
    </div>`;
  }

  #live() {
    const { latency } = this.snapshot;
    const behind = latency !== undefined && latency > BEHIND_SECONDS;
    return html`<button
      type="button"
      class="live ${behind ? "behind" : ""}"
      @click=${this.#goLive}
      @keydown=${keepKeys}
    >
      <i aria-hidden="true"></i>${behind ? "Go live" : "Live"}
      ${
        latency === undefined
          ? nothing
          : html`<span class="delay number">${behind ? "−" : ""}${latencyText(latency)}</span>`
      }
      <span class="unseen">: go to the newest picture</span>
    </button>`;
  }

  #qualityMenu() {
    const { qualities, selected } = this.snapshot.choice;
    if (qualities.length < 2) return nothing;
    const choices = [...qualities]
      .sort((a, b) => b.bitrate - a.bitrate)
      .map(({ id, height, bitrate }) => ({
        id,
        label: height === undefined ? bitrateText(bitrate) : `${height}p`,
      }));
    return html`<nexus-choice-menu
      label="Quality"
      .icon=${qualityIcon}
      .choices=${[{ id: AUTOMATIC, label: "Automatic" }, ...choices]}
      .selected=${selected}
      @choose=${this.#chooseQuality}
    ></nexus-choice-menu>`;
  }

  #captionsMenu() {
    const { captions, selected } = this._captions;
    if (captions.length === 0) return nothing;
    return html`<nexus-choice-menu
      label="Captions"
      .icon=${captionsIcon}
      .choices=${[{ id: NO_CAPTIONS, label: "Off" }, ...captions]}
      .selected=${selected}
      @choose=${this.#chooseCaption}
    ></nexus-choice-menu>`;
  }

  /** What the browser wants the viewer to do: play at all, or play with sound. */
  #prompt() {
    const { start } = this.snapshot;
    if (start === "refused" && this._motion === "paused") {
      return html`<button type="button" class="prompt begin" @click=${this.#goLive}>
        ${playIcon} Play
      </button>`;
    }
    if (start === "muted" && this._sound === "muted") {
      return html`<button type="button" class="prompt unmute" @click=${this.#unmute}>
        ${mutedIcon} Tap to unmute
      </button>`;
    }
    return nothing;
  }

  readonly #onTracks = () => {
    this._captions = captionsOf(this.video.textTracks);
  };

  readonly #onVolume = () => {
    this._sound = this.video.muted ? "muted" : "audible";
  };

  readonly #onMotion = () => {
    this._motion = this.video.paused ? "paused" : "running";
  };

  readonly #unmute = () => {
    this.video.muted = false;
    if (this.video.volume === 0) this.video.volume = 1;
  };

  readonly #goLive = () => {
    this.dispatchEvent(new CustomEvent("go-live"));
  };

  readonly #chooseQuality = (event: CustomEvent<number>) => {
    this.dispatchEvent(new CustomEvent("choose-quality", { detail: event.detail }));
  };

  readonly #chooseCaption = (event: CustomEvent<number>) => {
    selectCaption(this.video.textTracks, event.detail);
  };
}

customElements.define("nexus-player", NexusPlayer);
