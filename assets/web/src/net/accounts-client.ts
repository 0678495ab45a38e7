import {
  type ApiToken,
  parseApiToken,
  parseApiTokens,
  parseScopes,
  parseSessions,
  parseVisitor,
  type Session,
  text,
  type Visitor,
} from "./accounts";
import type { Fetch } from "./client";
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

/** Asks the server about accounts. It never rejects: a failure is an answer too. */
export class AccountsClient {
  readonly #fetch: Fetch;
  readonly #closed = new AbortController();
  #csrf = "";

  constructor(fetch: Fetch = (path, init) => globalThis.fetch(path, init)) {
    this.#fetch = fetch;
  }

  close(): void {
    this.#closed.abort();
  }

  /** Who looks at the page; later changes carry what this answer brought. */
  async visitor(): Promise<Answer<Visitor>> {
    const answer = await this.#ask("GET", "/api/sessions/current", undefined, parseVisitor);
    if (answer.kind === "done" && answer.value.kind === "signed-in") {
      this.#csrf = answer.value.csrf;
    }
    return answer;
  }

  register(email: string, name: string, password: string): Promise<Answer<void>> {
    return this.#ask("POST", "/api/users/register", { email, name, password }, nothing);
  }

  /** Opens the account and signs in. */
  verify(email: string, code: string, password: string): Promise<Answer<void>> {
    return this.#ask("POST", "/api/users/verify", { email, code, password }, nothing);
  }

  sendCode(email: string): Promise<Answer<void>> {
    return this.#ask("POST", "/api/users/verification", { email }, nothing);
  }

  signIn(email: string, password: string): Promise<Answer<void>> {
    return this.#ask("POST", "/api/users/sign-in", { email, password }, nothing);
  }

  signOut(): Promise<Answer<void>> {
    return this.#ask("POST", "/api/users/sign-out", {}, nothing);
  }

  askReset(email: string): Promise<Answer<void>> {
    return this.#ask("POST", "/api/users/reset", { email }, nothing);
  }

  reset(email: string, code: string, password: string): Promise<Answer<void>> {
    return this.#ask("POST", "/api/users/reset/confirm", { email, code, password }, nothing);
  }

  changePassword(current: string, password: string): Promise<Answer<void>> {
    return this.#ask("POST", "/api/users/password", { current, password }, nothing);
  }

  rename(name: string): Promise<Answer<void>> {
    return this.#ask("PATCH", "/api/users/me", { name }, nothing);
  }

  sessions(): Promise<Answer<readonly Session[]>> {
    return this.#ask("GET", "/api/sessions", undefined, parseSessions);
  }

  endSession(id: string): Promise<Answer<void>> {
    return this.#ask("DELETE", `/api/sessions/${encodeURIComponent(id)}`, undefined, nothing);
  }

  endOtherSessions(): Promise<Answer<void>> {
    return this.#ask("DELETE", "/api/sessions", undefined, nothing);
  }

  apiTokens(): Promise<Answer<readonly ApiToken[]>> {
    return this.#ask("GET", "/api/tokens", undefined, parseApiTokens);
  }

  scopes(): Promise<Answer<readonly string[]>> {
    return this.#ask("GET", "/api/tokens/scopes", undefined, parseScopes);
  }

  /** The answer is the token itself, which is never shown again. */
  makeApiToken(
    name: string,
    scopes: readonly string[],
    days: number,
  ): Promise<Answer<{ readonly token: string; readonly entry: ApiToken }>> {
    return this.#ask("POST", "/api/tokens", { name, scopes, days }, (value) => ({
      token: text(value, "token", "answer"),
      entry: parseApiToken(value),
    }));
  }

  revokeApiToken(id: string): Promise<Answer<void>> {
    return this.#ask("DELETE", `/api/tokens/${encodeURIComponent(id)}`, undefined, nothing);
  }

  async #ask<T>(
    method: string,
    path: string,
    body: unknown,
    parse: (value: unknown) => T,
  ): Promise<Answer<T>> {
    const headers: Record<string, string> = { accept: "application/json" };
    if (body !== undefined) headers["content-type"] = "application/json";
    if (method !== "GET") {
      headers["x-csrf-token"] = this.#csrf;
      if (method === "POST") headers["idempotency-key"] = requestKey();
    }
    try {
      const response = await this.#fetch(path, {
        method,
        headers,
        cache: "no-store",
        signal: AbortSignal.any([this.#closed.signal, AbortSignal.timeout(ANSWER_TIMEOUT_MS)]),
        ...(body === undefined ? {} : { body: JSON.stringify(body) }),
      });
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

function nothing(): void {}

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
