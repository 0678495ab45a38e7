// What the server says of the servers that a channel goes to, checked where it comes in.

import { each, flag, number, optionalText, text, word } from "./fields";

const STATES = ["off", "connecting", "live", "retrying", "failed"] as const;

export interface Target {
  readonly id: string;
  readonly label: string;
  /** Scheme, host and port. */
  readonly place: string;
  readonly enabled: boolean;
  readonly state: (typeof STATES)[number];
  /** Why it is not live. */
  readonly reason: string | undefined;
  /** Packets that it was too slow for. */
  readonly dropped: number;
}

export interface WantedTarget {
  readonly label: string;
  readonly url: string;
  readonly key: string;
}

export function parseTarget(value: unknown, at = "target"): Target {
  const state = text(value, "state", at).toLowerCase();
  return {
    id: text(value, "id", at),
    label: text(value, "label", at),
    place: text(value, "place", at),
    enabled: flag(value, "enabled", at),
    state: word({ state }, "state", STATES, at),
    reason: optionalText(value, "reason", at),
    dropped: number(value, "dropped", at),
  };
}

export function parseTargets(value: unknown): readonly Target[] {
  return each(value, "targets", "answer", parseTarget);
}
