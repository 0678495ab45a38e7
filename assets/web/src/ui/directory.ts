import { css, html, LitElement, nothing } from "lit";
import { repeat } from "lit/directives/repeat.js";
import type { Directory } from "../net/directory";
import type { Stream } from "../net/streams";
import "./empty-directory";
import { streamsText, viewersText } from "./format";
import "./sparkline";
import { base } from "./styles";
import "./stream-card";
import "./unreachable";

/** All streams that are live, or what to do about there being none. */
export class NexusDirectory extends LitElement {
  static override properties = {
    directory: { attribute: false },
    viewerHistory: { attribute: false },
    nowMs: { type: Number },
    servers: { attribute: false },
  };

  static override styles = [
    base,
    css`
      :host {
        display: block;
      }
      .head {
        margin-bottom: var(--space-5);
      }
      h1 {
        font-size: var(--text-2xl);
        font-weight: 700;
        letter-spacing: -0.028em;
      }
      .head p {
        display: flex;
        align-items: center;
        gap: var(--space-3);
        margin-top: var(--space-2);
        color: var(--text-muted);
      }
      nexus-sparkline {
        width: 7rem;
        height: 1.5rem;
      }
      ul {
        display: grid;
        grid-template-columns: repeat(auto-fill, minmax(min(100%, 18.5rem), 1fr));
        gap: var(--space-5);
        list-style: none;
      }
      .stale {
        opacity: 0.6;
        filter: saturate(0.5);
      }
      .skeleton {
        aspect-ratio: 16 / 12.4;
        border-radius: var(--radius-l);
        background: var(--surface-sunken);
        border: 1px solid var(--line);
      }
      @media (max-width: 30rem) {
        ul {
          gap: var(--space-4);
        }
      }
    `,
  ];

  declare directory: Directory;
  declare viewerHistory: readonly number[];
  declare nowMs: number;
  /** Where encoders publish, the best first; empty until it is known. */
  declare servers: readonly string[];

  constructor() {
    super();
    this.directory = { kind: "loading" };
    this.viewerHistory = [];
    this.nowMs = 0;
    this.servers = [];
  }

  override render() {
    const { directory } = this;
    switch (directory.kind) {
      case "loading":
        return html`<div class="head"><h1>Live now</h1></div>
          <ul aria-hidden="true">
            ${[0, 1, 2].map(() => html`<li class="skeleton late"></li>`)}
          </ul>`;
      case "listed":
        return directory.streams.length === 0
          ? html`<nexus-empty-directory .servers=${this.servers}></nexus-empty-directory>`
          : this.#streams(directory.streams, "fresh");
      case "unreachable":
        return directory.streams.length === 0
          ? html`<nexus-unreachable shape="page" role="status"></nexus-unreachable>`
          : html`<nexus-unreachable shape="strip" role="status"></nexus-unreachable>
              ${this.#streams(directory.streams, "stale")}`;
    }
  }

  #streams(streams: readonly Stream[], age: "fresh" | "stale") {
    const viewers = streams.reduce((sum, stream) => sum + stream.viewers, 0);
    return html`<div class="head">
        <h1>Live now</h1>
        <p class="number">
          ${streamsText(streams.length)} · ${viewersText(viewers)}
          ${
            age === "fresh"
              ? html`<nexus-sparkline
                  .values=${this.viewerHistory}
                  .ceiling=${5}
                ></nexus-sparkline>`
              : nothing
          }
        </p>
      </div>
      <ul class=${age}>
        ${repeat(
          streams,
          (stream) => stream.name,
          (stream) =>
            html`<li>
              <nexus-stream-card .stream=${stream} .nowMs=${this.nowMs}></nexus-stream-card>
            </li>`,
        )}
      </ul>`;
  }
}

customElements.define("nexus-directory", NexusDirectory);
