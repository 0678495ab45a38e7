import { patiently } from "./patience";
import { AnswerError, parseStream, parseStreams, type Stream } from "./streams";

/** `unreachable` is also a server which answers, but with an error or with nonsense. */
export type StreamAnswer =
  | { readonly kind: "found"; readonly stream: Stream }
  | { readonly kind: "unknown" }
  /** Who is signed in may watch, perhaps. */
  | { readonly kind: "sign-in" }
  /** Who is signed in may not. */
  | { readonly kind: "forbidden" }
  /** The pass is not good for anything, or not any more. */
  | { readonly kind: "expired" }
  | { readonly kind: "unreachable"; readonly reason: string };

export type ListAnswer =
  | { readonly kind: "listed"; readonly streams: readonly Stream[] }
  | { readonly kind: "unreachable"; readonly reason: string };

export type Fetch = (path: string, init: RequestInit) => Promise<Response>;

const ANSWER_TIMEOUT_MS = 4000;

/** Beside the streams, what else stands there; no channel has such a name. */
const RESERVED: ReadonlySet<string> = new Set(["channels", "events"]);

/** Asks the server about streams. It never rejects: a failure is an answer too. */
export class StreamsClient {
  readonly #fetch: Fetch;
  readonly #closed = new AbortController();

  constructor(fetch: Fetch = (path, init) => globalThis.fetch(path, init)) {
    this.#fetch = fetch;
  }

  async list(): Promise<ListAnswer> {
    try {
      const response = await this.#get("/api/streams");
      if (!response.ok) return { kind: "unreachable", reason: `status ${response.status}` };
      return { kind: "listed", streams: parseStreams(await response.json()) };
    } catch (failure) {
      return { kind: "unreachable", reason: reasonOf(failure) };
    }
  }

  /**
   * @param pass what a signed path carries; empty without one
   */
  async find(name: string, pass = ""): Promise<StreamAnswer> {
    if (RESERVED.has(name)) return { kind: "unknown" };
    const query = pass === "" ? "" : `?pass=${encodeURIComponent(pass)}`;
    try {
      const response = await this.#get(`/api/streams/${encodeURIComponent(name)}${query}`);
      switch (response.status) {
        case 401:
          return { kind: "sign-in" };
        case 403:
          return { kind: "forbidden" };
        case 404:
          return { kind: pass === "" ? "unknown" : "expired" };
      }
      if (!response.ok) return { kind: "unreachable", reason: `status ${response.status}` };
      return { kind: "found", stream: parseStream(await response.json()) };
    } catch (failure) {
      return { kind: "unreachable", reason: reasonOf(failure) };
    }
  }

  close(): void {
    this.#closed.abort();
  }

  #get(path: string): Promise<Response> {
    const signal = AbortSignal.any([this.#closed.signal, AbortSignal.timeout(ANSWER_TIMEOUT_MS)]);
    const headers = { accept: "application/json" };
    return patiently(() => this.#fetch(path, { headers, cache: "no-store", signal }), signal);
  }
}

function reasonOf(failure: unknown): string {
  if (failure instanceof AnswerError) return failure.message;
  if (failure instanceof DOMException && failure.name === "TimeoutError")
    return "no answer in time";
  return "no connection";
}
