// What the server says of somebody's own channels, checked where it comes in.

import { each, optionalText, text } from "./fields";

export interface Channel {
  readonly name: string;
  readonly title: string;
  readonly description: string;
  /** "public" where everybody may watch. */
  readonly playback: string;
}

export interface StreamKey {
  readonly id: string;
  readonly label: string;
  /** How the key begins: enough to recognise it. */
  readonly prefix: string;
  readonly createdAt: string;
  readonly usedAt: string | undefined;
}

export interface MadeKey {
  /** Shown this once. */
  readonly key: string;
  readonly entry: StreamKey;
}

export function parseChannel(value: unknown, at = "channel"): Channel {
  const name = text(value, "name", at);
  return {
    name,
    title: text(value, "title", at) || name,
    description: text(value, "description", at),
    playback: text(value, "playback", at).toLowerCase(),
  };
}

export function parseChannels(value: unknown): readonly Channel[] {
  return each(value, "channels", "answer", parseChannel);
}

function parseKey(value: unknown, at = "key"): StreamKey {
  return {
    id: text(value, "id", at),
    label: text(value, "label", at),
    prefix: text(value, "prefix", at),
    createdAt: text(value, "createdAt", at),
    usedAt: optionalText(value, "usedAt", at),
  };
}

export function parseKeys(value: unknown): readonly StreamKey[] {
  return each(value, "keys", "answer", parseKey);
}

export function parseMadeKey(value: unknown): MadeKey {
  return { key: text(value, "key", "answer"), entry: parseKey(value) };
}
