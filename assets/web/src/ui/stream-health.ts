import type { Stream } from "../net/streams";
import { capitalised } from "./format";

/** How a channel does, in words its owner can act on. */
export interface StreamHealth {
  readonly tone: "good" | "warn" | "calm";
  readonly heading: string;
  /** What to do; one sentence each. */
  readonly advice: readonly string[];
}

/** The health of a channel; without a stream it is offline. */
export function healthOf(stream: Stream | undefined): StreamHealth {
  switch (stream?.state) {
    case undefined:
    case "offline":
      return {
        tone: "calm",
        heading: "Offline",
        advice: ["Start streaming in OBS with the settings of this page."],
      };
    case "slate":
      return {
        tone: "calm",
        heading: "Viewers see the slate",
        advice: ["Start streaming in OBS with the settings below: they see you at once."],
      };
    case "waiting":
      return {
        tone: "warn",
        heading: "The connection is lost",
        advice: ["Viewers wait for you. OBS connects again by itself; check your network."],
      };
    case "live":
      return stream.warnings.length === 0
        ? { tone: "good", heading: "All is well", advice: [] }
        : {
            tone: "warn",
            heading: "Live, but it could be better",
            advice: stream.warnings.map(sentence),
          };
  }
}

/** A warning as the server words it, with a beginning and an end. */
export function sentence(text: string): string {
  const begun = capitalised(text);
  return /[.!?]$/.test(begun) ? begun : `${begun}.`;
}
