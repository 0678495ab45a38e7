import type { Snapshot } from "../media/session";

/** What the player says over the picture. */
export interface Notice {
  readonly heading: string;
  readonly text: string;
  /** `cover` hides the picture with the channel's poster, `veil` lets it be seen. */
  readonly shape: "cover" | "veil";
  readonly sign: "spinner" | "pulse" | "none";
  readonly link: "home" | "none";
}

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
        link: "none",
      };
    case "unknown":
      return {
        heading: `There is no channel “${name}”`,
        text: "Check the address. If the channel is made, this page starts by itself.",
        shape: "cover",
        sign: "none",
        link: "home",
      };
    case "unreachable":
      return {
        heading: "The server cannot be reached",
        text: "Check your connection. This page tries again by itself every few seconds.",
        shape: "cover",
        sign: "spinner",
        link: "none",
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
      link: "none",
    };
  }
  if (playback.availability === "waiting") {
    return {
      heading: "The broadcaster has lost the connection",
      text: "Waiting for it to come back…",
      shape,
      sign: "spinner",
      link: "none",
    };
  }
  return { heading: "Connecting…", text: "", shape, sign: "spinner", link: "none" };
}
