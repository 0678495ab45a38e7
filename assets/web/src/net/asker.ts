import type { Fetch } from "./client";
import { patiently } from "./patience";
import { AnswerError } from "./streams";

/** Why something was refused, for a person; `field` is what to correct. */
export interface Refusal {
  readonly kind: "refused";
  readonly status: number;
  readonly message: string;
  readonly field: string | undefined;
}

export type Answer<T> = { readonly kind: "done"; readonly value: T } | Refusal;

/** A sign-in hashes a password, and others may be before it. */
const ANSWER_TIMEOUT_MS = 15000;

const UNREACHABLE: Refusal = {
  kind: "refused",
  status: 0,
  message: "The server cannot be reached. Check your connection and try again.",
  field: undefined,
};

/** Asks the server in JSON, as whoever is signed in. It never rejects: a failure is an answer too. */
export class Asker {
  readonly #fetch: Fetch;
  readonly #closed = new AbortController();
  /** Goes with every change; the answer about the session brings it. */
  csrf = "";

  constructor(fetch: Fetch = (path, init) => globalThis.fetch(path, init)) {
    this.#fetch = fetch;
  }

  close(): void {
    this.#closed.abort();
  }

  async ask<T>(
    method: string,
    path: string,
    body: unknown,
    parse: (value: unknown) => T,
  ): Promise<Answer<T>> {
    const headers: Record<string, string> = { accept: "application/json" };
    if (body !== undefined) headers["content-type"] = "application/json";
    if (method !== "GET") {
      headers["x-csrf-token"] = this.csrf;
      if (method === "POST") headers["idempotency-key"] = requestKey();
    }
    try {
      const signal = AbortSignal.any([this.#closed.signal, AbortSignal.timeout(ANSWER_TIMEOUT_MS)]);
      const init: RequestInit = { method, headers, cache: "no-store", signal };
      if (body !== undefined) init.body = JSON.stringify(body);
      const ask = () => this.#fetch(path, init);
      const response = method === "GET" ? await patiently(ask, signal) : await ask();
      if (!response.ok) return await refusalOf(response);
      const value: unknown = response.status === 204 ? undefined : await response.json();
      return { kind: "done", value: parse(value) };
    } catch (failure) {
      if (failure instanceof AnswerError) {
        return { ...UNREACHABLE, message: "The server gave an answer that this page cannot read." };
      }
      return UNREACHABLE;
    }
  }
}

export function nothing(): void {}

/** Pages over plain HTTP have no `crypto.randomUUID`. */
function requestKey(): string {
  const bytes = crypto.getRandomValues(new Uint8Array(16));
  return Array.from(bytes, (byte) => byte.toString(16).padStart(2, "0")).join("");
}

/** Reads a problem (RFC 9457), or makes do with the status. */
async function refusalOf(response: Response): Promise<Refusal> {
  let message = `The server refused this (status ${response.status}).`;
  let field: string | undefined;
  try {
    const problem: unknown = await response.json();
    if (typeof problem === "object" && problem !== null) {
      if ("detail" in problem && typeof problem.detail === "string") message = problem.detail;
      if ("field" in problem && typeof problem.field === "string") field = problem.field;
    }
  } catch {
    // No problem document: the status says it.
  }
  return { kind: "refused", status: response.status, message, field };
}
