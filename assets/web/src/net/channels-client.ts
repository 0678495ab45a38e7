import { type Answer, Asker, nothing } from "./asker";
import {
  type Audience,
  type Channel,
  type MadeKey,
  parseChannel,
  parseChannels,
  parseKeys,
  parseMadeKey,
  parseWatchPage,
  type StreamKey,
} from "./channels";
import { parseTarget, parseTargets, type Target, type WantedTarget } from "./targets";

/** Asks the server about one's own channels. It never rejects: a failure is an answer too. */
export class ChannelsClient {
  readonly #asker: Asker;

  constructor(asker: Asker = new Asker()) {
    this.#asker = asker;
  }

  close(): void {
    this.#asker.close();
  }

  list(): Promise<Answer<readonly Channel[]>> {
    return this.#asker.ask("GET", "/api/streams/channels", undefined, parseChannels);
  }

  put(name: string, title: string): Promise<Answer<Channel>> {
    return this.#asker.ask("PUT", path(name), { title }, parseChannel);
  }

  /** Says something else of it to viewers. */
  describe(name: string, title: string, description: string): Promise<Answer<Channel>> {
    return this.#asker.ask("PUT", path(name), { title, description }, parseChannel);
  }

  /** Lets others watch than before. */
  admit(name: string, { playback, permission }: Audience): Promise<Answer<Channel>> {
    const body = {
      playback: playback.toUpperCase(),
      ...(permission === undefined ? {} : { permission }),
    };
    return this.#asker.ask("PUT", path(name), body, parseChannel);
  }

  /** The answer is the path of a page that plays for whoever opens it. */
  makeLink(name: string, hours: number): Promise<Answer<string>> {
    return this.#asker.ask("POST", `${path(name)}/passes`, { hours }, parseWatchPage);
  }

  endLinks(name: string): Promise<Answer<Channel>> {
    return this.#asker.ask("PUT", path(name), { newSecret: true }, parseChannel);
  }

  remove(name: string): Promise<Answer<void>> {
    return this.#asker.ask("DELETE", path(name), undefined, nothing);
  }

  keys(name: string): Promise<Answer<readonly StreamKey[]>> {
    return this.#asker.ask("GET", `${path(name)}/keys`, undefined, parseKeys);
  }

  makeKey(name: string, label: string): Promise<Answer<MadeKey>> {
    return this.#asker.ask("POST", `${path(name)}/keys`, { label }, parseMadeKey);
  }

  targets(name: string): Promise<Answer<readonly Target[]>> {
    return this.#asker.ask("GET", `${path(name)}/targets`, undefined, parseTargets);
  }

  addTarget(name: string, wanted: WantedTarget): Promise<Answer<Target>> {
    return this.#asker.ask("POST", `${path(name)}/targets`, wanted, parseTarget);
  }

  switchTarget(name: string, id: string, enabled: boolean): Promise<Answer<Target>> {
    return this.#asker.ask("PATCH", targetPath(name, id), { enabled }, parseTarget);
  }

  removeTarget(name: string, id: string): Promise<Answer<void>> {
    return this.#asker.ask("DELETE", targetPath(name, id), undefined, nothing);
  }

  revokeKey(name: string, id: string): Promise<Answer<void>> {
    const address = `${path(name)}/keys/${encodeURIComponent(id)}`;
    return this.#asker.ask("DELETE", address, undefined, nothing);
  }
}

const path = (name: string) => `/api/streams/${encodeURIComponent(name)}`;
const targetPath = (name: string, id: string) => `${path(name)}/targets/${encodeURIComponent(id)}`;
