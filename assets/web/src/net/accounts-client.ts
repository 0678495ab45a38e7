import {
  type ApiToken,
  parseApiToken,
  parseApiTokens,
  parseScopes,
  parseSessions,
  parseVisitor,
  type Session,
  type Visitor,
} from "./accounts";
import { type Answer, Asker, nothing } from "./asker";
import { text } from "./fields";
import { noteSession } from "./session-hint";

/** Asks the server about accounts. It never rejects: a failure is an answer too. */
export class AccountsClient {
  readonly #asker: Asker;

  constructor(asker: Asker = new Asker()) {
    this.#asker = asker;
  }

  close(): void {
    this.#asker.close();
  }

  /** Who looks at the page; later changes carry what this answer brought. */
  async visitor(): Promise<Answer<Visitor>> {
    const answer = await this.#asker.ask("GET", "/api/sessions/current", undefined, parseVisitor);
    if (answer.kind === "done") {
      noteSession(answer.value.kind === "signed-in");
      if (answer.value.kind === "signed-in") this.#asker.csrf = answer.value.csrf;
    }
    return answer;
  }

  register(email: string, name: string, password: string): Promise<Answer<void>> {
    return this.#asker.ask("POST", "/api/users/register", { email, name, password }, nothing);
  }

  /** Opens the account and signs in. */
  verify(email: string, code: string, password: string): Promise<Answer<void>> {
    return this.#entered("/api/users/verify", { email, code, password });
  }

  sendCode(email: string): Promise<Answer<void>> {
    return this.#asker.ask("POST", "/api/users/verification", { email }, nothing);
  }

  signIn(email: string, password: string): Promise<Answer<void>> {
    return this.#entered("/api/users/sign-in", { email, password });
  }

  async #entered(path: string, body: Record<string, string>): Promise<Answer<void>> {
    const answer = await this.#asker.ask("POST", path, body, nothing);
    if (answer.kind === "done") noteSession(true);
    return answer;
  }

  signOut(): Promise<Answer<void>> {
    return this.#asker.ask("POST", "/api/users/sign-out", {}, nothing);
  }

  askReset(email: string): Promise<Answer<void>> {
    return this.#asker.ask("POST", "/api/users/reset", { email }, nothing);
  }

  reset(email: string, code: string, password: string): Promise<Answer<void>> {
    return this.#asker.ask("POST", "/api/users/reset/confirm", { email, code, password }, nothing);
  }

  changePassword(current: string, password: string): Promise<Answer<void>> {
    return this.#asker.ask("POST", "/api/users/password", { current, password }, nothing);
  }

  rename(name: string): Promise<Answer<void>> {
    return this.#asker.ask("PATCH", "/api/users/me", { name }, nothing);
  }

  sessions(): Promise<Answer<readonly Session[]>> {
    return this.#asker.ask("GET", "/api/sessions", undefined, parseSessions);
  }

  endSession(id: string): Promise<Answer<void>> {
    return this.#asker.ask("DELETE", `/api/sessions/${encodeURIComponent(id)}`, undefined, nothing);
  }

  endOtherSessions(): Promise<Answer<void>> {
    return this.#asker.ask("DELETE", "/api/sessions", undefined, nothing);
  }

  apiTokens(): Promise<Answer<readonly ApiToken[]>> {
    return this.#asker.ask("GET", "/api/tokens", undefined, parseApiTokens);
  }

  scopes(): Promise<Answer<readonly string[]>> {
    return this.#asker.ask("GET", "/api/tokens/scopes", undefined, parseScopes);
  }

  /** The answer is the token itself, which is never shown again. */
  makeApiToken(
    name: string,
    scopes: readonly string[],
    days: number,
  ): Promise<Answer<{ readonly token: string; readonly entry: ApiToken }>> {
    return this.#asker.ask("POST", "/api/tokens", { name, scopes, days }, (value) => ({
      token: text(value, "token", "answer"),
      entry: parseApiToken(value),
    }));
  }

  revokeApiToken(id: string): Promise<Answer<void>> {
    return this.#asker.ask("DELETE", `/api/tokens/${encodeURIComponent(id)}`, undefined, nothing);
  }
}
