import type { Snapshot } from "../media/session";
import { signInPath, watchPath } from "../net/addresses";

/** What the player says over the picture. */
export interface Notice {
  readonly heading: string;
  readonly text: string;
  /** `cover` hides the picture with the channel's poster, `veil` lets it be seen. */
  readonly shape: "cover" | "veil";
  readonly sign: "spinner" | "pulse" | "none";
  /** Where to go from here. */
  readonly link: NoticeLink | undefined;
}

export interface NoticeLink {
  readonly label: string;
  readonly path: string;
}

const home: NoticeLink = { label: "See what is live", path: "/" };

/** The notice for a state; undefined while it plays. */
export function noticeOf(snapshot: Snapshot, name: string): Notice | undefined {
  const { playback } = snapshot;
  const title = playback.stream?.title ?? name;
  switch (playback.phase) {
    case "playing":
      return undefined;
    case "connecting":
      return connecting(snapshot);
    case "offline":
      return {
        heading: `${title} is offline`,
        text: "This page starts by itself when the stream does.",
        shape: "cover",
        sign: "pulse",
        link: undefined,
      };
    case "unknown":
      return {
        heading: `There is no channel “${name}”`,
        text: "Check the address. If the channel is made, this page starts by itself.",
        shape: "cover",
        sign: "none",
        link: home,
      };
    case "sign-in":
      return {
        heading: "Sign in to watch",
        text: "This channel is for people who have an account here.",
        shape: "cover",
        sign: "none",
        link: { label: "Sign in", path: signInPath(watchPath(name)) },
      };
    case "forbidden":
      return {
        heading: "Your account may not watch this channel",
        text: "Ask its owner for access. This page starts by itself once you have it.",
        shape: "cover",
        sign: "none",
        link: home,
      };
    case "expired":
      return {
        heading: "This link does not work any more",
        text: "Ask whoever gave it to you for another one.",
        shape: "cover",
        sign: "none",
        link: home,
      };
    case "unreachable":
      return {
        heading: "The server cannot be reached",
        text: "Check your connection. This page tries again by itself every few seconds.",
        shape: "cover",
        sign: "spinner",
        link: undefined,
      };
  }
}

function connecting({ playback }: Snapshot): Notice {
  const shape = playback.engine === "loaded" && playback.position > 0 ? "veil" : "cover";
  if (playback.failure === "unsupported") {
    return {
      heading: "This browser cannot play this stream",
      text: "Its format is not supported here. Try another browser or device.",
      shape: "cover",
      sign: "none",
      link: undefined,
    };
  }
  if (playback.availability === "waiting") {
    return {
      heading: "The broadcaster has lost the connection",
      text: "Waiting for it to come back…",
      shape,
      sign: "spinner",
      link: undefined,
    };
  }
  return { heading: "Connecting…", text: "", shape, sign: "spinner", link: undefined };
}
