import { css, html, LitElement, nothing, type TemplateResult } from "lit";
import type { Audience, Channel } from "../net/channels";
import "./copy-field";
import { forms, valuesOf } from "./form";
import { base, buttons } from "./styles";

const DAY = 24;

/** In hours. */
const LIVES: readonly (readonly [number, string])[] = [
  [3, "3 hours"],
  [DAY, "a day"],
  [7 * DAY, "a week"],
  [30 * DAY, "30 days"],
];

const AUDIENCES: readonly (readonly [Audience, string])[] = [
  [{ playback: "public" }, "Everybody"],
  [{ playback: "permission", permission: "signed-in" }, "Whoever is signed in"],
  [{ playback: "permission", permission: "role:viewer" }, "Viewers: whoever has that role"],
  [{ playback: "permission", permission: "role:creator" }, "Creators: whoever has that role"],
  [{ playback: "signed" }, "Whoever has a link from you"],
];

function isOf({ playback, permission }: Audience, channel: Channel): boolean {
  return playback === channel.playback && permission === channel.permission;
}

/** The addresses of a player that a signed link opens. */
export interface MadeLink {
  readonly page: string;
  readonly embed: string;
}

/**
 * Who may watch a channel. `nexus-audience` carries another choice, `nexus-make-link` for how many
 * hours a link shall be good; `nexus-end-links` asks to end all there are.
 */
export class NexusChannelAudience extends LitElement {
  static override properties = {
    channel: { attribute: false },
    made: { attribute: false },
    busy: { type: Boolean },
  };

  static override styles = [
    base,
    buttons,
    forms,
    css`
      :host {
        display: grid;
        gap: var(--space-3);
        margin-top: var(--space-3);
      }
      h3 {
        font-size: var(--text-m);
        font-weight: 650;
      }
      .detail {
        color: var(--text-muted);
        font-size: var(--text-s);
      }
      .line {
        display: flex;
        flex-wrap: wrap;
        align-items: end;
        gap: var(--space-2);
      }
      .line .field {
        flex: 1;
        min-width: 9rem;
      }
      .links {
        display: grid;
        gap: var(--space-3);
      }
      .links:not(:has(> *)) {
        position: absolute;
      }
    `,
  ];

  declare channel: Channel | undefined;
  /** The link just made, to copy. */
  declare made: MadeLink | undefined;
  declare busy: boolean;

  constructor() {
    super();
    this.channel = undefined;
    this.made = undefined;
    this.busy = false;
  }

  override render(): TemplateResult | typeof nothing {
    const { channel } = this;
    if (channel === undefined) return nothing;
    return html`<h3>Who may watch</h3>
      <div class="field">
        <label for="audience" class="unseen">Who may watch ${channel.title}</label>
        <select id="audience" ?disabled=${this.busy} @change=${this.#choose}>
          ${AUDIENCES.map(
            ([audience, text], index) =>
              html`<option value=${index} ?selected=${isOf(audience, channel)}>${text}</option>`,
          )}
          ${this.#other(channel)}
        </select>
      </div>
      ${this.#more(channel)}`;
  }

  #more(channel: Channel): TemplateResult | typeof nothing {
    switch (channel.playback) {
      case "public":
      case "permission":
        return nothing;
      case "signed":
        return this.#links();
    }
  }

  /** One that a program has set. */
  #other(channel: Channel): TemplateResult | typeof nothing {
    return AUDIENCES.some(([audience]) => isOf(audience, channel))
      ? nothing
      : html`<option value="" selected>Whoever may ${channel.permission}</option>`;
  }

  #links(): TemplateResult {
    return html`<form class="line" @submit=${this.#make}>
        <div class="field">
          <label for="hours">A link is good for</label>
          <select id="hours" name="hours">
            ${LIVES.map(
              ([hours, text]) =>
                html`<option value=${hours} ?selected=${hours === DAY}>${text}</option>`,
            )}
          </select>
        </div>
        <button class="button secondary" ?disabled=${this.busy}>Make a link</button>
      </form>
      <div class="links" role="status">
        ${
          this.made === undefined
            ? nothing
            : html`<nexus-copy-field label="Link to watch" .value=${this.made.page}></nexus-copy-field>
              <nexus-copy-field label="Embed code" .value=${this.made.embed}></nexus-copy-field>`
        }
      </div>
      <p class="detail">
        Whoever has a link can pass it on.
        <button type="button" class="button quiet" ?disabled=${this.busy} @click=${this.#end}>
          End all links
        </button>
      </p>`;
  }

  readonly #choose = (event: Event) => {
    if (!(event.target instanceof HTMLSelectElement) || event.target.value === "") return;
    const [audience] = AUDIENCES[Number(event.target.value)] ?? [];
    if (audience !== undefined) this.#tell("nexus-audience", audience);
  };

  readonly #make = (event: SubmitEvent) => {
    this.#tell("nexus-make-link", Number(valuesOf(event).get("hours")));
  };

  readonly #end = () => this.#tell("nexus-end-links");

  #tell(name: string, detail?: Audience | number): void {
    this.dispatchEvent(new CustomEvent(name, { detail }));
  }
}

customElements.define("nexus-channel-audience", NexusChannelAudience);
