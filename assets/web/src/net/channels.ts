// What the server says of somebody's own channels, checked where it comes in.

import { each, optionalText, text } from "./fields";
import { AnswerError } from "./streams";

/** Who may watch: everybody, whoever has a signed link, whoever has a permission. */
export type Playback = "public" | "signed" | "permission";

export interface Audience {
  readonly playback: Playback;
  /** What a viewer needs where playback is by permission: "signed-in", "role:viewer". */
  readonly permission?: string;
}

export interface Channel {
  readonly name: string;
  readonly title: string;
  readonly description: string;
  readonly playback: Playback;
  /** What a viewer needs where playback is by permission. */
  readonly permission: string | undefined;
  /** Tells of the stream where not everybody may see it; the list alone names it. */
  readonly topic: string | undefined;
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
    playback: playbackOf(text(value, "playback", at), at),
    permission: optionalText(value, "permission", at),
    topic: optionalText(value, "topic", at),
  };
}

function playbackOf(word: string, at: string): Playback {
  const playback = word.toLowerCase();
  if (playback === "public" || playback === "signed" || playback === "permission") return playback;
  throw new AnswerError(`${at}.playback: ${word} (expected: public, signed, permission)`);
}

/** Where a pass lets its holder watch: our page, with the pass in its fragment. */
export function parseWatchPage(value: unknown): string {
  return text(value, "page", "answer");
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
