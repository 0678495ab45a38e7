import { type Answer, Asker, nothing } from "./asker";
import {
  type Channel,
  type MadeKey,
  parseChannel,
  parseChannels,
  parseKeys,
  parseMadeKey,
  type StreamKey,
} from "./channels";

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

  remove(name: string): Promise<Answer<void>> {
    return this.#asker.ask("DELETE", path(name), undefined, nothing);
  }

  keys(name: string): Promise<Answer<readonly StreamKey[]>> {
    return this.#asker.ask("GET", `${path(name)}/keys`, undefined, parseKeys);
  }

  makeKey(name: string, label: string): Promise<Answer<MadeKey>> {
    return this.#asker.ask("POST", `${path(name)}/keys`, { label }, parseMadeKey);
  }

  revokeKey(name: string, id: string): Promise<Answer<void>> {
    const address = `${path(name)}/keys/${encodeURIComponent(id)}`;
    return this.#asker.ask("DELETE", address, undefined, nothing);
  }
}

const path = (name: string) => `/api/streams/${encodeURIComponent(name)}`;
