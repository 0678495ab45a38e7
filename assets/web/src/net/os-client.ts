import { type Answer, Asker } from "./asker";
import {
  type AccountPage,
  type AuditPage,
  type Board,
  type ListedAccount,
  parseAccountPage,
  parseAuditPage,
  parseBoard,
  parseListedAccount,
  parseSetting,
  parseSettings,
  parseSite,
  type Setting,
  type Site,
} from "./os";

/** Asks the server about the platform itself. It never rejects: a failure is an answer too. */
export class OsClient {
  readonly #asker: Asker;

  constructor(asker: Asker = new Asker()) {
    this.#asker = asker;
  }

  close(): void {
    this.#asker.close();
  }

  site(): Promise<Answer<Site>> {
    return this.#asker.ask("GET", "/api/os/site", undefined, parseSite);
  }

  board(): Promise<Answer<Board>> {
    return this.#asker.ask("GET", "/api/os/board", undefined, parseBoard);
  }

  /**
   * @param action what it begins with; empty for all
   * @param after where the page before ended
   */
  audit(action: string, after?: string): Promise<Answer<AuditPage>> {
    const query = new URLSearchParams({ limit: "50" });
    if (action !== "") query.set("action", action);
    if (after !== undefined) query.set("after", after);
    return this.#asker.ask("GET", `/api/os/audit?${query}`, undefined, parseAuditPage);
  }

  settings(): Promise<Answer<readonly Setting[]>> {
    return this.#asker.ask("GET", "/api/os/settings", undefined, parseSettings);
  }

  set(name: string, value: string): Promise<Answer<Setting>> {
    return this.#asker.ask("PUT", settingPath(name), { value }, parseSetting);
  }

  reset(name: string): Promise<Answer<Setting>> {
    return this.#asker.ask("DELETE", settingPath(name), undefined, parseSetting);
  }

  accounts(after?: string): Promise<Answer<AccountPage>> {
    const query = new URLSearchParams({ limit: "100" });
    if (after !== undefined) query.set("after", after);
    return this.#asker.ask("GET", `/api/users/accounts?${query}`, undefined, parseAccountPage);
  }

  account(id: string): Promise<Answer<ListedAccount>> {
    return this.#asker.ask("GET", accountPath(id), undefined, parseListedAccount);
  }

  setRoles(id: string, roles: readonly string[]): Promise<Answer<ListedAccount>> {
    const body = { roles: roles.map((role) => role.toUpperCase()) };
    return this.#asker.ask("PUT", `${accountPath(id)}/roles`, body, parseListedAccount);
  }

  setState(id: string, state: "active" | "disabled"): Promise<Answer<ListedAccount>> {
    const body = { state: state.toUpperCase() };
    return this.#asker.ask("PUT", `${accountPath(id)}/state`, body, parseListedAccount);
  }
}

const settingPath = (name: string) => `/api/os/settings/${encodeURIComponent(name)}`;

const accountPath = (id: string) => `/api/users/accounts/${encodeURIComponent(id)}`;
