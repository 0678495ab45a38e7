import { html, LitElement, nothing, type TemplateResult } from "lit";
import { repeat } from "lit/directives/repeat.js";
import { embedCode, passOf } from "../net/addresses";
import type { Answer } from "../net/asker";
import type { Audience, Channel, StreamKey } from "../net/channels";
import { ChannelsClient } from "../net/channels-client";
import { Poll } from "../net/poll";
import { parseStreams, type Stream, streamsWith } from "../net/streams";
import type { Target, WantedTarget } from "../net/targets";
import { may } from "../net/visit";
import "../ui/channel-audience";
import type { MadeLink } from "../ui/channel-audience";
import "../ui/channel-card";
import "../ui/channel-settings";
import type { Described } from "../ui/channel-settings";
import { desks } from "../ui/desk-styles";
import type { Fault } from "../ui/form";
import { type LiveFigures, noLiveFigures, withStreams } from "../ui/live-figures";
import { NexusNewChannel, type WantedChannel } from "../ui/new-channel";
import "../ui/note";
import { siteHeader } from "../ui/site-header";
import "../ui/stream-keys";
import { NexusStreamTargets, type SwitchedTarget } from "../ui/stream-targets";
import { base, buttons } from "../ui/styles";
import "../ui/unreachable";
import { desk } from "./desk";
import { Topics } from "./topics";
import { VisitController } from "./visit-controller";

const SECOND_MS = 1000;
const TARGETS_POLL_MS = 2000;

/** What is wrong with something of one of the channels. */
type FaultOf = Fault & { readonly channel: string };

/** A key just made: it is shown until another is. */
interface Made {
  readonly channel: string;
  readonly key: string;
}

/** A link just made: it is shown until another is. */
interface Linked {
  readonly channel: string;
  readonly link: MadeLink;
}

/** Somebody's own channels: how they do, and how to go live on them. */
export class NexusCreator extends LitElement {
  static override properties = {
    _channels: { state: true },
    _keys: { state: true },
    _targets: { state: true },
    _targetFault: { state: true },
    _changeFault: { state: true },
    _public: { state: true },
    _hidden: { state: true },
    _figures: { state: true },
    _made: { state: true },
    _link: { state: true },
    _fault: { state: true },
    _problem: { state: true },
    _note: { state: true },
    _busy: { state: true },
    _away: { state: true },
  };

  static override styles = [base, buttons, desks];

  declare _channels: readonly Channel[] | undefined;
  declare _keys: ReadonlyMap<string, readonly StreamKey[]>;
  declare _targets: ReadonlyMap<string, readonly Target[]>;
  /** What is wrong with a new target, and of which channel. */
  declare _targetFault: FaultOf | undefined;
  /** What is wrong with a new title or description, and of which channel. */
  declare _changeFault: FaultOf | undefined;
  /** What everybody may see, whosever it is. */
  declare _public: readonly Stream[];
  /** One's own that not everybody may see. */
  declare _hidden: ReadonlyMap<string, readonly Stream[]>;
  declare _figures: LiveFigures;
  declare _made: Made | undefined;
  declare _link: Linked | undefined;
  declare _fault: Fault | undefined;
  declare _problem: string;
  /** What was done, where nothing else shows it. */
  declare _note: string;
  declare _busy: boolean;
  declare _away: boolean;
  readonly #visit = new VisitController(this, (visit) => {
    if (may(visit, "streams:own")) this.#follow();
  });
  #client = new ChannelsClient();
  #topics: Topics | undefined;
  /** What stops each topic of a hidden stream, by its name. */
  readonly #followed = new Map<string, () => void>();
  #poll: Poll | undefined;
  #seconds: ReturnType<typeof setInterval> | undefined;

  constructor() {
    super();
    this._channels = undefined;
    this._keys = new Map();
    this._targets = new Map();
    this._targetFault = undefined;
    this._changeFault = undefined;
    this._public = [];
    this._hidden = new Map();
    this._figures = noLiveFigures;
    this._made = undefined;
    this._link = undefined;
    this._fault = undefined;
    this._problem = "";
    this._note = "";
    this._busy = false;
    this._away = false;
  }

  override disconnectedCallback(): void {
    super.disconnectedCallback();
    this.close();
  }

  close(): void {
    clearInterval(this.#seconds);
    this.#poll?.close();
    this.#topics?.close();
  }

  override render(): TemplateResult {
    return html`${siteHeader(this.#visit)}
    ${desk(this.#visit.admission("streams:own"), "creators", () => this.#content())}`;
  }

  override updated(): void {
    this.dataset["state"] = this._channels === undefined ? this.#visit.visit.kind : "shown";
  }

  #content(): TemplateResult {
    const channels = this._channels;
    return html`<div>
        <h1>Your channels</h1>
        <p class="lead">How your streams do, and what OBS needs to know.</p>
      </div>
      ${this._away ? html`<nexus-unreachable shape="strip"></nexus-unreachable>` : nothing}
      <nexus-note
        .tone=${this._problem === "" ? "good" : "bad"}
        .text=${this._problem || this._note}
      ></nexus-note>
      ${channels === undefined ? this.#loading() : this.#shown(channels)}`;
  }

  #loading(): TemplateResult | typeof nothing {
    return this._problem === ""
      ? html`<p class="lead late" role="status">Loading…</p>`
      : html`<nexus-unreachable shape="page" role="status"></nexus-unreachable>`;
  }

  #shown(channels: readonly Channel[]): TemplateResult {
    return html`${repeat(
      channels,
      (channel) => channel.name,
      (channel) => this.#card(channel),
    )}
      <nexus-new-channel
        .fault=${this._fault}
        .busy=${this._busy}
        .first=${channels.length === 0}
        @nexus-open-channel=${this.#open}
      ></nexus-new-channel>`;
  }

  #card(channel: Channel): TemplateResult {
    const { name } = channel;
    return html`<nexus-channel-card
      .channel=${channel}
      .stream=${this.#own.find((stream) => stream.name === name)}
      .figures=${this._figures.byName.get(name)}
      .servers=${this.#visit.servers}
    >
      <nexus-stream-keys
        .keys=${this._keys.get(name) ?? []}
        .made=${this._made?.channel === name ? this._made.key : ""}
        .busy=${this._busy}
        @nexus-new-key=${() => this.#makeKey(name, [])}
        @nexus-rotate-key=${() => this.#makeKey(name, this._keys.get(name) ?? [])}
        @nexus-revoke-key=${({ detail }: CustomEvent<string>) => this.#revoke(name, detail)}
      ></nexus-stream-keys>
      <nexus-channel-audience
        slot="audience"
        .channel=${channel}
        .made=${this._link?.channel === name ? this._link.link : undefined}
        .busy=${this._busy}
        @nexus-audience=${({ detail }: CustomEvent<Audience>) => this.#admit(name, detail)}
        @nexus-make-link=${({ detail }: CustomEvent<number>) => this.#makeLink(channel, detail)}
        @nexus-end-links=${() => this.#endLinks(name)}
      ></nexus-channel-audience>
      <nexus-stream-targets
        .targets=${this._targets.get(name) ?? []}
        .fault=${this._targetFault?.channel === name ? this._targetFault : undefined}
        .busy=${this._busy}
        @nexus-add-target=${(event: CustomEvent<WantedTarget>) => this.#addTarget(name, event)}
        @nexus-switch-target=${({ detail }: CustomEvent<SwitchedTarget>) =>
          this.#tellOfFault(this.#client.switchTarget(name, detail.id, detail.enabled))}
        @nexus-remove-target=${({ detail }: CustomEvent<string>) =>
          this.#tellOfFault(this.#client.removeTarget(name, detail))}
      ></nexus-stream-targets>
      <nexus-channel-settings
        slot="settings"
        .channel=${channel}
        .fault=${this._changeFault?.channel === name ? this._changeFault : undefined}
        .busy=${this._busy}
        @nexus-describe-channel=${({ detail }: CustomEvent<Described>) =>
          this.#describe(name, detail)}
        @nexus-delete-channel=${() => this.#delete(channel)}
      ></nexus-channel-settings>
    </nexus-channel-card>`;
  }

  /** The streams on one's own channels. */
  get #own(): readonly Stream[] {
    const names = new Set(this._channels?.map((channel) => channel.name));
    return [...this._public, ...[...this._hidden.values()].flat()].filter((stream) =>
      names.has(stream.name),
    );
  }

  #follow(): void {
    this.#client = new ChannelsClient(this.#visit.asker);
    const topics = new Topics((away) => {
      this._away = away && this._channels !== undefined;
    });
    this.#topics = topics;
    topics.follow("streams", {
      snapshot: (data) => {
        this._public = parseStreams(data);
        this.#look();
      },
      change: (data) => {
        this._public = streamsWith(this._public, data);
      },
    });
    this.#poll = new Poll(
      () => (this._channels === undefined ? this.#load() : this.#lookAtTargets()),
      () => TARGETS_POLL_MS,
    );
    this.#seconds = setInterval(() => this.#look(), SECOND_MS);
  }

  #look(): void {
    if (!this._away) this._figures = withStreams(this._figures, this.#own);
  }

  async #load(): Promise<void> {
    const channels = await this.#client.list();
    if (channels.kind === "refused") {
      this._problem = channels.message;
      return;
    }
    const keys = new Map<string, readonly StreamKey[]>();
    for (const { name } of channels.value) {
      const answer = await this.#client.keys(name);
      if (answer.kind === "done") keys.set(name, answer.value);
    }
    this._keys = keys;
    if (this._channels === undefined) this._problem = "";
    this._channels = channels.value;
    this.#followHidden(new Set(channels.value.flatMap(({ topic }) => topic ?? [])));
    await this.#lookAtTargets();
  }

  async #lookAtTargets(): Promise<void> {
    const targets = new Map<string, readonly Target[]>();
    for (const { name } of this._channels ?? []) {
      const answer = await this.#client.targets(name);
      // What was known stays, where the server does not answer for a moment.
      targets.set(name, answer.kind === "done" ? answer.value : (this._targets.get(name) ?? []));
    }
    this._targets = targets;
  }

  async #addTarget(name: string, event: CustomEvent<WantedTarget>): Promise<void> {
    const form = event.target;
    this._targetFault = undefined;
    const answer = await this.#act(this.#client.addTarget(name, event.detail));
    if (answer.kind === "refused") this._targetFault = { ...answer, channel: name };
    else if (form instanceof NexusStreamTargets) form.clear();
  }

  async #describe(name: string, { title, description }: Described): Promise<void> {
    this._changeFault = undefined;
    const answer = await this.#act(this.#client.describe(name, title, description));
    if (answer.kind === "refused") this._changeFault = { ...answer, channel: name };
    else this._note = "The title and the description are saved.";
  }

  async #delete({ name, title }: Channel): Promise<void> {
    const answer = await this.#act(this.#client.remove(name));
    if (answer.kind === "refused") this._problem = answer.message;
    else this._note = `${title} is deleted.`;
  }

  async #tellOfFault<T>(action: Promise<Answer<T>>): Promise<void> {
    const answer = await this.#act(action);
    if (answer.kind === "refused") this._problem = answer.message;
  }

  /** Each of one's streams that not everybody may see has a topic of its own. */
  #followHidden(wanted: ReadonlySet<string>): void {
    for (const [topic, stop] of this.#followed) {
      if (wanted.has(topic)) continue;
      stop();
      this.#followed.delete(topic);
      this.#setHidden(topic, []);
    }
    for (const topic of wanted) {
      if (this.#followed.has(topic) || this.#topics === undefined) continue;
      const stop = this.#topics.follow(topic, {
        snapshot: (data) => this.#setHidden(topic, parseStreams(data)),
        change: (data) => this.#setHidden(topic, streamsWith(this._hidden.get(topic) ?? [], data)),
      });
      this.#followed.set(topic, stop);
    }
  }

  #setHidden(topic: string, streams: readonly Stream[]): void {
    this._hidden = new Map([...this._hidden, [topic, streams]]);
  }

  /** Does one thing; what is shown is asked for anew after it. */
  async #act<T>(action: Promise<Answer<T>>): Promise<Answer<T>> {
    this._busy = true;
    this._problem = "";
    this._note = "";
    this._fault = undefined;
    const answer = await action;
    if (answer.kind === "done") await this.#load();
    this._busy = false;
    return answer;
  }

  readonly #open = async ({ detail: { name, title } }: CustomEvent<WantedChannel>) => {
    if (this._channels?.some((channel) => channel.name === name)) {
      this._fault = { message: "You have a channel at this address already.", field: "name" };
      return;
    }
    const answer = await this.#act(this.#client.put(name, title));
    const form = this.renderRoot.querySelector("nexus-new-channel");
    if (answer.kind === "refused") this._fault = answer;
    else if (form instanceof NexusNewChannel) form.clear();
  };

  /** The new key comes first, so that there is always one. */
  async #makeKey(name: string, replaced: readonly StreamKey[]): Promise<void> {
    const answer = await this.#act(this.#client.makeKey(name, "OBS"));
    if (answer.kind === "refused") {
      this._problem = answer.message;
      return;
    }
    this._made = { channel: name, key: answer.value.key };
    for (const { id } of replaced) await this.#revoke(name, id);
  }

  async #admit(name: string, audience: Audience): Promise<void> {
    this.#say(await this.#act(this.#client.admit(name, audience)));
  }

  async #makeLink({ name, title }: Channel, hours: number): Promise<void> {
    const answer = await this.#act(this.#client.makeLink(name, hours));
    this.#say(answer);
    if (answer.kind === "refused") return;
    const { origin } = location;
    const page = origin + answer.value;
    const embed = embedCode(origin, name, title, passOf(new URL(page).hash));
    this._link = { channel: name, link: { page, embed } };
  }

  async #endLinks(name: string): Promise<void> {
    this._link = undefined;
    this.#say(await this.#act(this.#client.endLinks(name)));
  }

  #say(answer: Answer<unknown>): void {
    if (answer.kind === "refused") this._problem = answer.message;
  }

  async #revoke(name: string, id: string): Promise<void> {
    const revoked = this._keys.get(name)?.find((key) => key.id === id);
    const answer = await this.#act(this.#client.revokeKey(name, id));
    if (answer.kind === "refused") this._problem = answer.message;
    else if (revoked !== undefined && this._made?.key.startsWith(revoked.prefix)) {
      this._made = undefined;
    }
  }
}

customElements.define("nexus-creator", NexusCreator);
