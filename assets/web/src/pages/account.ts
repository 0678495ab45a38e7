import { css, html, LitElement, nothing, type TemplateResult } from "lit";
import type { ApiToken, Session, Visitor } from "../net/accounts";
import { AccountsClient } from "../net/accounts-client";
import type { Answer } from "../net/asker";
import { Poll } from "../net/poll";
import "../ui/accountless";
import "../ui/api-tokens-panel";
import type { WantedToken } from "../ui/api-tokens-panel";
import type { Fault } from "../ui/form";
import "../ui/note";
import { NexusPasswordPanel, type PasswordChange } from "../ui/password-panel";
import "../ui/profile-panel";
import "../ui/sessions-panel";
import { siteHeader } from "../ui/site-header";
import { base, buttons } from "../ui/styles";
import "../ui/unreachable";
import { VisitController } from "./visit-controller";

type SignedIn = Extract<Visitor, { kind: "signed-in" }>;

type State =
  | { readonly kind: "loading" }
  | { readonly kind: "unreachable" }
  | { readonly kind: "shown"; readonly visitor: SignedIn };

/** Which part of the page a fault belongs to. */
type Panel = "profile" | "password" | "sessions" | "tokens";

/** A server that is away is asked again so often. */
const RETRY_MS = 3000;

const SIGN_IN = "/signin?to=%2Faccount";

/** Somebody's own account: profile, password, sessions and API tokens. */
export class NexusAccount extends LitElement {
  static override properties = {
    _state: { state: true },
    _sessions: { state: true },
    _tokens: { state: true },
    _scopes: { state: true },
    _made: { state: true },
    _fault: { state: true },
    _note: { state: true },
    _busy: { state: true },
  };

  static override styles = [
    base,
    buttons,
    css`
      main {
        display: grid;
        gap: var(--space-4);
        width: min(44rem, 100% - 2 * var(--space-4));
        margin: var(--space-6) auto var(--space-7);
      }
      h1 {
        font-size: var(--text-2xl);
        font-weight: 700;
      }
    `,
  ];

  declare _state: State;
  declare _sessions: readonly Session[];
  declare _tokens: readonly ApiToken[];
  declare _scopes: readonly string[];
  declare _made: string;
  declare _fault: (Fault & { readonly panel: Panel }) | undefined;
  declare _note: string;
  declare _busy: boolean;
  readonly #visit = new VisitController(this, (visit) => {
    if (visit.kind !== "nobody") this.#begin();
  });
  #client: AccountsClient | undefined;
  #poll: Poll | undefined;

  constructor() {
    super();
    this._state = { kind: "loading" };
    this._sessions = [];
    this._tokens = [];
    this._scopes = [];
    this._made = "";
    this._fault = undefined;
    this._note = "";
    this._busy = false;
  }

  override connectedCallback(): void {
    super.connectedCallback();
    this.#client = new AccountsClient();
  }

  override disconnectedCallback(): void {
    super.disconnectedCallback();
    this.close();
  }

  close(): void {
    this.#poll?.close();
    this.#client?.close();
  }

  override updated(): void {
    this.dataset["state"] = this._state.kind;
  }

  override render(): TemplateResult {
    const signedIn = this._state.kind === "shown";
    return html`${siteHeader(this.#visit, signedIn ? this.#signOutButton() : nothing)}
      <main aria-busy=${this._state.kind === "loading"}>${this.#content()}</main>`;
  }

  #signOutButton(): TemplateResult {
    return html`<button type="button" class="button secondary" @click=${this.#signOut}>
      Sign out
    </button>`;
  }

  #content(): TemplateResult {
    const { kind } = this.#visit.visit;
    if (kind === "nobody") return html`<nexus-accountless></nexus-accountless>`;
    if (kind === "unreachable" || this._state.kind === "unreachable") {
      return html`<nexus-unreachable shape="page" role="status"></nexus-unreachable>`;
    }
    switch (this._state.kind) {
      case "loading":
        return html`<h1>Your account</h1>`;
      case "shown":
        return this.#panels(this._state.visitor);
    }
  }

  #panels(visitor: SignedIn): TemplateResult {
    const password = html`<nexus-password-panel
      .email=${visitor.account.email}
      .must=${visitor.mustChangePassword}
      .fault=${this.#faultOf("password")}
      .busy=${this._busy}
      @nexus-change-password=${this.#changePassword}
    ></nexus-password-panel>`;
    const ending = this.#faultOf("sessions");
    return html`<h1>Your account</h1>
      <nexus-note
        .tone=${ending === undefined ? "good" : "bad"}
        .text=${ending?.message ?? this._note}
      ></nexus-note>
      ${
        visitor.mustChangePassword
          ? password
          : html`<nexus-profile-panel
                .account=${visitor.account}
                .fault=${this.#faultOf("profile")}
                .busy=${this._busy}
                @nexus-rename=${this.#rename}
              ></nexus-profile-panel>
              ${password}
              <nexus-sessions-panel
                .sessions=${this._sessions}
                .nowMs=${Date.now()}
                @nexus-end=${this.#endSession}
                @nexus-end-others=${this.#endOthers}
              ></nexus-sessions-panel>
              <nexus-api-tokens-panel
                .tokens=${this._tokens}
                .scopes=${this._scopes}
                .made=${this._made}
                .fault=${this.#faultOf("tokens")}
                .busy=${this._busy}
                @nexus-make-token=${this.#makeToken}
                @nexus-revoke-token=${this.#revokeToken}
              ></nexus-api-tokens-panel>`
      }`;
  }

  #faultOf(panel: Panel): Fault | undefined {
    return this._fault?.panel === panel ? this._fault : undefined;
  }

  #begin(): void {
    const client = this.#client;
    if (client === undefined) return;
    this.#poll = new Poll(
      () => this.#load(client),
      () => RETRY_MS,
    );
  }

  async #load(client: AccountsClient): Promise<void> {
    const answer = await client.visitor();
    if (answer.kind === "refused") {
      if (this._state.kind === "loading") this._state = { kind: "unreachable" };
      return;
    }
    this.#poll?.close();
    if (answer.value.kind === "anonymous") {
      location.replace(SIGN_IN);
      return;
    }
    if (!answer.value.mustChangePassword) await this.#loadLists(client);
    this._state = { kind: "shown", visitor: answer.value };
  }

  async #loadLists(client: AccountsClient): Promise<void> {
    const [sessions, tokens, scopes] = await Promise.all([
      client.sessions(),
      client.apiTokens(),
      client.scopes(),
    ]);
    if (sessions.kind === "done") this._sessions = sessions.value;
    if (tokens.kind === "done") this._tokens = tokens.value;
    if (scopes.kind === "done") this._scopes = scopes.value;
  }

  /** Does one thing; what the page shows is asked for anew when it is done. */
  async #act(
    panel: Panel,
    note: string,
    action: (client: AccountsClient) => Promise<Answer<unknown>>,
  ): Promise<boolean> {
    const client = this.#client;
    if (client === undefined || this._busy) return false;
    this._busy = true;
    this._fault = undefined;
    this._note = "";
    this._made = "";
    const answer = await action(client);
    if (answer.kind === "refused") {
      if (answer.status === 401) location.replace(SIGN_IN);
      this._fault = { panel, message: answer.message, field: answer.field };
    } else {
      this._note = note;
      await this.#load(client);
    }
    this._busy = false;
    return answer.kind === "done";
  }

  readonly #rename = ({ detail }: CustomEvent<string>) =>
    this.#act("profile", "Your name is saved.", (client) => client.rename(detail));

  readonly #changePassword = async ({ detail }: CustomEvent<PasswordChange>) => {
    const done = await this.#act("password", "Your password is changed.", (client) =>
      client.changePassword(detail.current, detail.password),
    );
    const panel = this.renderRoot.querySelector("nexus-password-panel");
    if (done && panel instanceof NexusPasswordPanel) panel.clear();
  };

  readonly #endSession = ({ detail }: CustomEvent<string>) =>
    this.#act("sessions", "The session is ended.", (client) => client.endSession(detail));

  readonly #endOthers = () =>
    this.#act("sessions", "You are signed out everywhere else.", (client) =>
      client.endOtherSessions(),
    );

  readonly #makeToken = ({ detail }: CustomEvent<WantedToken>) => {
    let made = "";
    return this.#act("tokens", "", async (client) => {
      const answer = await client.makeApiToken(detail.name, detail.scopes, detail.days);
      if (answer.kind === "done") made = answer.value.token;
      return answer;
    }).then(() => {
      this._made = made;
    });
  };

  readonly #revokeToken = ({ detail }: CustomEvent<string>) =>
    this.#act("tokens", "The token is revoked.", (client) => client.revokeApiToken(detail));

  readonly #signOut = async () => {
    await this.#client?.signOut();
    location.assign("/signin");
  };
}

customElements.define("nexus-account", NexusAccount);
