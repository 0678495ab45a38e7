// What the server says of its streams, checked field by field where it comes in.

/** At "slate" nobody publishes, and a picture says that somebody will. */
export type StreamState = "live" | "slate" | "waiting" | "offline";

export interface VideoFormat {
  readonly codec: string;
  readonly width: number | undefined;
  readonly height: number | undefined;
  /** Frames a second. */
  readonly frameRate: number | undefined;
  /** Bits a second. */
  readonly bitrate: number | undefined;
  readonly keyframeDistanceMs: number | undefined;
}

export interface AudioFormat {
  readonly codec: string;
  /** Hertz. */
  readonly sampleRate: number | undefined;
  readonly channels: number | undefined;
  /** Bits a second. */
  readonly bitrate: number | undefined;
}

export interface Stream {
  readonly name: string;
  readonly title: string;
  readonly description: string | undefined;
  readonly state: StreamState;
  /** When the programme began, as the server wrote it (RFC 3339). */
  readonly since: string | undefined;
  readonly video: VideoFormat | undefined;
  readonly audio: AudioFormat | undefined;
  /** Bits a second. */
  readonly bitrate: number | undefined;
  readonly viewers: number;
  /** What its broadcaster had better change, in words. */
  readonly warnings: readonly string[];
  /** The playlist for whoever asked, signed for a short time; absent where everybody may watch. */
  readonly signedPath: string | undefined;
}

/** A list longer than this is cut: a page of cards ends somewhere. */
export const MAX_STREAMS = 500;

export class AnswerError extends Error {
  override readonly name = "AnswerError";
}

type Fields = Readonly<Record<string, unknown>>;

function isFields(value: unknown): value is Fields {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}

function fields(value: unknown, at: string): Fields {
  if (!isFields(value)) throw new AnswerError(`${at}: ${typeof value} (expected: object)`);
  return value;
}

function text(from: Fields, key: string, at: string): string {
  const value = from[key];
  if (typeof value !== "string" || value === "") {
    throw new AnswerError(`${at}.${key}: ${JSON.stringify(value)} (expected: text)`);
  }
  return value;
}

function optionalText(from: Fields, key: string): string | undefined {
  const value = from[key];
  return typeof value === "string" && value !== "" ? value : undefined;
}

function optionalNumber(from: Fields, key: string): number | undefined {
  const value = from[key];
  return typeof value === "number" && Number.isFinite(value) && value >= 0 ? value : undefined;
}

function state(from: Fields, at: string): StreamState {
  const value = from["state"];
  if (value === "live" || value === "slate" || value === "waiting" || value === "offline") {
    return value;
  }
  throw new AnswerError(
    `${at}.state: ${JSON.stringify(value)} (expected: live, slate, waiting, offline)`,
  );
}

function video(value: unknown): VideoFormat | undefined {
  if (!isFields(value)) return undefined;
  const codec = optionalText(value, "codec");
  if (codec === undefined) return undefined;
  return {
    codec,
    width: optionalNumber(value, "width"),
    height: optionalNumber(value, "height"),
    frameRate: optionalNumber(value, "frameRate"),
    bitrate: optionalNumber(value, "bitrate"),
    keyframeDistanceMs: optionalNumber(value, "keyframeDistanceMs"),
  };
}

function audio(value: unknown): AudioFormat | undefined {
  if (!isFields(value)) return undefined;
  const codec = optionalText(value, "codec");
  if (codec === undefined) return undefined;
  return {
    codec,
    sampleRate: optionalNumber(value, "sampleRate"),
    channels: optionalNumber(value, "channels"),
    bitrate: optionalNumber(value, "bitrate"),
  };
}

function texts(value: unknown): readonly string[] {
  return Array.isArray(value) ? value.filter((each) => typeof each === "string") : [];
}

/** Reads one stream; what names it must be there, what describes it may be absent. */
export function parseStream(value: unknown, at = "stream"): Stream {
  const from = fields(value, at);
  const name = text(from, "name", at);
  return {
    name,
    title: optionalText(from, "title") ?? name,
    description: optionalText(from, "description"),
    state: state(from, at),
    since: optionalText(from, "since"),
    video: video(from["video"]),
    audio: audio(from["audio"]),
    bitrate: optionalNumber(from, "bitrate"),
    viewers: optionalNumber(from, "viewers") ?? 0,
    warnings: texts(from["warnings"]),
    signedPath: isFields(from["playback"]) ? optionalText(from["playback"], "path") : undefined,
  };
}

export function parseStreams(value: unknown): readonly Stream[] {
  const list = fields(value, "answer")["streams"];
  if (!Array.isArray(list)) throw new AnswerError(`streams: ${typeof list} (expected: array)`);
  return list
    .slice(0, MAX_STREAMS)
    .map((entry: unknown, index) => parseStream(entry, `streams[${index}]`));
}

/** The streams after a change of the topic "streams". */
export function streamsWith(streams: readonly Stream[], change: unknown): readonly Stream[] {
  const { stream, ended } = fields(change, "change");
  if (stream === undefined) return streams.filter(({ name }) => name !== ended);
  const told = parseStream(stream);
  const known = streams.some(({ name }) => name === told.name);
  return known
    ? streams.map((each) => (each.name === told.name ? told : each))
    : [...streams, told].slice(0, MAX_STREAMS);
}
