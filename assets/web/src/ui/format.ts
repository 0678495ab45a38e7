// Figures as people read them.

const MINUTE_MS = 60_000;
const HOUR_MS = 60 * MINUTE_MS;
const DAY_MS = 24 * HOUR_MS;

/** "Creator" for "creator". */
export function capitalised(text: string): string {
  return `${text.charAt(0).toUpperCase()}${text.slice(1)}`;
}

/** "1 h 5 min"; "just now" below a minute. */
export function durationText(durationMs: number): string {
  if (durationMs < MINUTE_MS) return "just now";
  if (durationMs < HOUR_MS) return `${Math.floor(durationMs / MINUTE_MS)} min`;
  if (durationMs < DAY_MS) {
    const minutes = Math.floor((durationMs % HOUR_MS) / MINUTE_MS);
    const hours = `${Math.floor(durationMs / HOUR_MS)} h`;
    return minutes === 0 ? hours : `${hours} ${minutes} min`;
  }
  const days = Math.floor(durationMs / DAY_MS);
  return days === 1 ? "1 day" : `${days} days`;
}

/** "Started 12 min ago", from a date as the server writes it; undefined if it is none. */
export function startedText(since: string | undefined, nowMs: number): string | undefined {
  const sinceMs = Date.parse(since ?? "");
  if (Number.isNaN(sinceMs)) return undefined;
  const text = durationText(Math.max(0, nowMs - sinceMs));
  return text === "just now" ? "Started just now" : `Started ${text} ago`;
}

/** "2.7 Mb/s", "334 kb/s". */
export function bitrateText(bitsPerSecond: number): string {
  return bitsPerSecond >= 999_500
    ? `${(bitsPerSecond / 1_000_000).toFixed(1)} Mb/s`
    : `${Math.round(bitsPerSecond / 1000)} kb/s`;
}

/** "999", "1.2K", "3.4M". */
export function countText(count: number): string {
  if (count < 1000) return String(count);
  const [scaled, unit] = count < 999_500 ? [count / 1000, "K"] : [count / 1_000_000, "M"];
  return `${scaled < 99.95 ? scaled.toFixed(1).replace(/\.0$/, "") : Math.round(scaled)}${unit}`;
}

export function viewersText(count: number): string {
  return count === 1 ? "1 viewer" : `${countText(count)} viewers`;
}

export function streamsText(count: number): string {
  return count === 1 ? "1 stream" : `${countText(count)} streams`;
}

/** "0.93 s". */
export function latencyText(seconds: number): string {
  return `${seconds.toFixed(seconds < 10 ? 2 : 0)} s`;
}

/** "25", "29.97". */
export function frameRateText(framesPerSecond: number): string {
  return String(Number(framesPerSecond.toFixed(2)));
}

/** "720p", "1080p60": the short side, and the frame rate where it is more than usual. */
export function resolutionText(
  width: number | undefined,
  height: number | undefined,
  frameRate?: number,
): string | undefined {
  if (width === undefined || height === undefined || width === 0 || height === 0) return undefined;
  const fast = frameRate !== undefined && frameRate > 31 ? String(Math.round(frameRate)) : "";
  return `${Math.min(width, height)}p${fast}`;
}

const avcProfiles: Readonly<Record<string, string>> = {
  "42": "Baseline",
  "4d": "Main",
  "58": "Extended",
  "64": "High",
  "6e": "High 10",
  "7a": "High 4:2:2",
  f4: "High 4:4:4",
};

const codecNames: readonly (readonly [RegExp, string])[] = [
  [/^(hvc1|hev1)/, "HEVC"],
  [/^(vvc1|vvi1)/, "VVC"],
  [/^av01/, "AV1"],
  [/^vp0?9/, "VP9"],
  [/^vp0?8/, "VP8"],
  [/^mp4a\.40\.29$/, "HE-AAC v2"],
  [/^mp4a\.40\.0?5$/, "HE-AAC"],
  [/^mp4a\.40\.0?2$/, "AAC-LC"],
  [/^mp4a\.(69|6b|40\.34)$/i, "MP3"],
  [/^mp4a/, "AAC"],
  [/^opus$/i, "Opus"],
  [/^ac-3$/, "Dolby Digital"],
  [/^ec-3$/, "Dolby Digital Plus"],
  [/^flac$/i, "FLAC"],
];

/** "H.264 High" from "avc1.64001f" (RFC 6381); what is not known is shown as it is. */
export function codecText(codec: string): string {
  const avc = /^avc[13](?:\.([0-9a-f]{2}))?/i.exec(codec);
  if (avc) {
    const profile = avcProfiles[avc[1]?.toLowerCase() ?? ""];
    return profile ? `H.264 ${profile}` : "H.264";
  }
  return codecNames.find(([pattern]) => pattern.test(codec))?.[1] ?? codec;
}

/** "mono", "stereo", "5.1". */
export function channelsText(channels: number): string {
  if (channels === 1) return "mono";
  if (channels === 2) return "stereo";
  return channels === 6 ? "5.1" : channels === 8 ? "7.1" : `${channels} channels`;
}
