import { html, LitElement, nothing, type TemplateResult } from "lit";
import type { Answer } from "../net/asker";
import {
  type AuditLine,
  accountOf,
  accountsWith,
  type ListedAccount,
  linesWith,
  parseLine,
  parseSettings,
  type Setting,
  settingsWith,
} from "../net/os";
import { OsClient } from "../net/os-client";
import { may } from "../net/visit";
import "../ui/accounts-panel";
import type { WantedRoles, WantedState } from "../ui/accounts-panel";
import "../ui/audit-panel";
import { desks } from "../ui/desk-styles";
import "../ui/note";
import "../ui/settings-panel";
import type { WantedValue } from "../ui/settings-panel";
import { siteHeader } from "../ui/site-header";
import { base, buttons } from "../ui/styles";
import { desk } from "./desk";
import { Topics } from "./topics";
import { VisitController } from "./visit-controller";

/** What the page said of the last change. */
interface Note {
  readonly tone: "good" | "bad";
  readonly text: string;
}

/** Where the platform is run: settings, accounts, and who did what. */
export class NexusAdmin extends LitElement {
  static override properties = {
    _settings: { state: true },
    _accounts: { state: true },
    _moreAccounts: { state: true },
    _lines: { state: true },
    _moreLines: { state: true },
    _kind: { state: true },
    _note: { state: true },
    _away: { state: true },
  };

  static override styles = [base, buttons, desks];

  declare _settings: readonly Setting[];
  declare _accounts: readonly ListedAccount[];
  declare _moreAccounts: string | undefined;
  declare _lines: readonly AuditLine[];
  declare _moreLines: string | undefined;
  declare _kind: string;
  declare _note: Note | undefined;
  declare _away: boolean;
  readonly #visit = new VisitController(this, (visit) => {
    if (may(visit, "os:read")) this.#follow();
  });
  #os = new OsClient();
  #topics: Topics | undefined;

  constructor() {
    super();
    this._settings = [];
    this._accounts = [];
    this._moreAccounts = undefined;
    this._lines = [];
    this._moreLines = undefined;
    this._kind = "";
    this._note = undefined;
    this._away = false;
  }

  override disconnectedCallback(): void {
    super.disconnectedCallback();
    this.close();
  }

  close(): void {
    this.#topics?.close();
  }

  override render(): TemplateResult {
    return html`${siteHeader(this.#visit)}
    ${desk(this.#visit.admission("os:read"), "operators and administrators", () => this.#content())}`;
  }

  override updated(): void {
    this.dataset["state"] = this._settings.length > 0 ? "shown" : this.#visit.visit.kind;
  }

  #content(): TemplateResult {
    const { visit } = this.#visit;
    const own = visit.kind === "signed-in" ? visit.account.id : "";
    const names = new Map(this._accounts.map(({ account }) => [account.id, account.email]));
    const note = this._note;
    return html`<div>
        <h1>Admin</h1>
        <p class="lead">Settings, accounts, and who did what.</p>
      </div>
      ${this._away ? html`<nexus-unreachable shape="strip"></nexus-unreachable>` : nothing}
      <nexus-note .tone=${note?.tone ?? "good"} .text=${note?.text ?? ""}></nexus-note>
      <nexus-settings-panel
        .settings=${this._settings}
        .changing=${may(visit, "os:write")}
        @nexus-set=${this.#set}
        @nexus-reset=${this.#reset}
      ></nexus-settings-panel>
      <nexus-accounts-panel
        .accounts=${this._accounts}
        .own=${own}
        .changing=${may(visit, "accounts:write")}
        .more=${this._moreAccounts !== undefined}
        @nexus-roles=${this.#setRoles}
        @nexus-account-state=${this.#setState}
        @nexus-more=${this.#moreAccounts}
      ></nexus-accounts-panel>
      <nexus-audit-panel
        .lines=${this._lines}
        .names=${names}
        .kind=${this._kind}
        .more=${this._moreLines !== undefined}
        @nexus-kind=${this.#choose}
        @nexus-more=${this.#olderLines}
      ></nexus-audit-panel>`;
  }

  #follow(): void {
    this.#os = new OsClient(this.#visit.asker);
    void this.#loadAccounts();
    const topics = new Topics((away) => {
      this._away = away && this._settings.length > 0;
    });
    this.#topics = topics;
    topics.follow("os.flags", {
      snapshot: (data) => {
        this._settings = parseSettings(data);
      },
      change: (data) => {
        this._settings = settingsWith(this._settings, data);
      },
    });
    topics.follow("os.audit", {
      // The page has its own lines, of the kind that is chosen.
      snapshot: () => void this.#loadLines(),
      change: (data) => {
        this._lines = linesWith(this._lines, data, this._kind);
        const account = accountOf(parseLine(data));
        if (account !== undefined) void this.#look(account);
      },
    });
  }

  /** Somebody registered, or an account is changed: so the audit log says, and the list follows. */
  async #look(id: string): Promise<void> {
    const answer = await this.#os.account(id);
    if (answer.kind === "refused") return;
    this._accounts = accountsWith(this._accounts, answer.value, this._moreAccounts !== undefined);
  }

  /** The newest lines; those that came since the page was opened among them. */
  async #loadLines(): Promise<void> {
    const kind = this._kind;
    const page = await this.#os.audit(kind);
    if (page.kind === "refused" || kind !== this._kind) return;
    this._lines = page.value.lines;
    this._moreLines = page.value.next;
  }

  async #loadAccounts(): Promise<void> {
    const page = await this.#os.accounts(this._moreAccounts);
    if (page.kind === "refused") return;
    this._accounts = [...this._accounts, ...page.value.accounts];
    this._moreAccounts = page.value.next;
  }

  /** Makes a change and says how it went. */
  async #change<T>(text: string, change: Promise<Answer<T>>): Promise<T | undefined> {
    this._note = undefined;
    const answer = await change;
    if (answer.kind === "refused") {
      this._note = { tone: "bad", text: answer.message };
      // Boxes that were ticked show again what is.
      this._accounts = [...this._accounts];
      return undefined;
    }
    this._note = { tone: "good", text };
    return answer.value;
  }

  async #keep(change: Promise<ListedAccount | undefined>): Promise<void> {
    const changed = await change;
    if (changed === undefined) return;
    this._accounts = accountsWith(this._accounts, changed, true);
  }

  readonly #set = ({ detail: { name, value } }: CustomEvent<WantedValue>) =>
    this.#change(`${name} is saved.`, this.#os.set(name, value));

  readonly #reset = ({ detail }: CustomEvent<string>) =>
    this.#change(`${detail} has its default again.`, this.#os.reset(detail));

  readonly #setRoles = ({ detail: { id, roles } }: CustomEvent<WantedRoles>) =>
    this.#keep(this.#change("The roles are set.", this.#os.setRoles(id, roles)));

  readonly #setState = ({ detail: { id, state } }: CustomEvent<WantedState>) =>
    this.#keep(
      this.#change(
        state === "active" ? "The account is active." : "The account is disabled and signed out.",
        this.#os.setState(id, state),
      ),
    );

  readonly #moreAccounts = () => this.#loadAccounts();

  readonly #choose = ({ detail }: CustomEvent<string>) => {
    this._kind = detail;
    this._lines = [];
    this._moreLines = undefined;
    void this.#loadLines();
  };

  readonly #olderLines = async () => {
    const page = await this.#os.audit(this._kind, this._moreLines);
    if (page.kind === "refused") return;
    this._lines = [...this._lines, ...page.value.lines];
    this._moreLines = page.value.next;
  };
}

customElements.define("nexus-admin", NexusAdmin);
