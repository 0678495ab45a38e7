import { css, html, LitElement, nothing, type TemplateResult } from "lit";
import { AccountsClient } from "../net/accounts-client";
import type { Answer } from "../net/asker";
import "../ui/accountless";
import "../ui/entrance-form";
import type { Entered, Step } from "../ui/entrance-form";
import type { Fault } from "../ui/form";
import { forms } from "../ui/form";
import { siteHeader } from "../ui/site-header";
import { base, buttons } from "../ui/styles";
import { VisitController } from "./visit-controller";

const PATHS: Readonly<Record<string, Step>> = {
  "/signin": "sign-in",
  "/register": "register",
  "/reset": "reset",
};

/** Where somebody goes after signing in, unless the address says so: a path of this site. */
const HOME = "/account";

/** The page in front of an account: sign-in, registration with its code, and reset. */
export class NexusEntrance extends LitElement {
  static override properties = {
    _step: { state: true },
    _email: { state: true },
    _fault: { state: true },
    _note: { state: true },
    _busy: { state: true },
  };

  static override styles = [
    base,
    buttons,
    forms,
    css`
      main {
        display: grid;
        gap: var(--space-5);
        width: min(26rem, 100% - 2 * var(--space-4));
        margin: clamp(var(--space-5), 8vh, var(--space-8)) auto var(--space-7);
      }
      .card {
        padding: clamp(var(--space-5), 5vw, var(--space-6));
        border: 1px solid var(--line);
        border-radius: var(--radius-l);
        background: var(--surface);
        box-shadow: var(--shadow-m);
      }
      .ways {
        display: grid;
        justify-items: center;
        font-size: var(--text-s);
        text-align: center;
      }
      .ways > *,
      .ways a {
        padding-block: var(--space-2);
      }
      .again {
        min-height: 1.5rem;
        padding: 0 var(--space-1);
        border: 0;
        background: none;
        color: var(--link);
        font: inherit;
        text-decoration: underline;
        text-underline-offset: 0.18em;
        cursor: pointer;
      }
      @media (pointer: coarse) {
        .ways > *,
        .ways a {
          padding-block: var(--space-3);
        }
        .again {
          min-height: 2.75rem;
        }
      }
    `,
  ];

  declare _step: Step;
  declare _email: string;
  declare _fault: Fault | undefined;
  declare _note: string;
  declare _busy: boolean;
  /** Who is signed in already says so with whatever is sent from here. */
  readonly #visit = new VisitController(this);
  #client: AccountsClient | undefined;
  /** Kept until the code is entered: the two open the account together. */
  #password = "";

  constructor() {
    super();
    this._step = PATHS[location.pathname] ?? "sign-in";
    this._email = "";
    this._fault = undefined;
    this._note = "";
    this._busy = false;
  }

  override connectedCallback(): void {
    super.connectedCallback();
    this.#client = new AccountsClient(this.#visit.asker);
  }

  override render(): TemplateResult {
    const { settings, visit } = this.#visit;
    // Where else to go stands below the form.
    const header = siteHeader({ visit: { kind: "nobody" }, settings });
    if (visit.kind === "nobody") {
      return html`${header}<main><nexus-accountless></nexus-accountless></main>`;
    }
    return html`${header}
      <main>
        <div role="status">
          ${this._note === "" ? nothing : html`<p class="note good">${this._note}</p>`}
        </div>
        <div class="card">
          <nexus-entrance-form
            .step=${this._step}
            .email=${this._email}
            .fault=${this._fault}
            .busy=${this._busy}
            @nexus-entered=${this.#entered}
          ></nexus-entrance-form>
        </div>
        <nav class="ways" aria-label="Other ways">${this.#ways()}</nav>
      </main>`;
  }

  override updated(): void {
    this.dataset["step"] = this._step;
  }

  #ways(): TemplateResult {
    switch (this._step) {
      case "sign-in":
        return html`<a href="/reset">Forgot your password?</a>
          ${
            this.#visit.settings.get("header.sign-up") === "off"
              ? nothing
              : html`<span>New here? <a href="/register">Create an account</a></span>`
          }`;
      case "register":
        return html`<span>You have an account? <a href="/signin">Sign in</a></span>`;
      case "verify":
        return html`<span>No mail?
            <button type="button" class="again" @click=${this.#sendAgain}>Send another code</button>
          </span>
          <a href="/signin">Sign in</a>`;
      case "reset":
      case "new-password":
        return html`<a href="/signin">Back to sign in</a>`;
    }
  }

  readonly #entered = async ({ detail }: CustomEvent<Entered>) => {
    const client = this.#client;
    if (client === undefined) return;
    const value = (name: string) => detail.values.get(name)?.trim() ?? "";
    const password = detail.values.get("password") ?? "";
    this._email = value("email");
    this._busy = true;
    this._fault = undefined;
    this._note = "";
    await this.#send(client, detail.step, value, password);
    this._busy = false;
  };

  async #send(
    client: AccountsClient,
    step: Step,
    value: (name: string) => string,
    password: string,
  ): Promise<void> {
    const email = this._email;
    if (password !== "") this.#password = password;
    switch (step) {
      case "sign-in": {
        const answer = await client.signIn(email, password);
        if (answer.kind === "done") location.assign(destination());
        else if (answer.status === 403) this.#to("verify", answer.message);
        else this._fault = answer;
        return;
      }
      case "register":
        return this.#next(await client.register(email, value("name"), password), "verify", "");
      case "verify": {
        const answer = await client.verify(email, digits(value("code")), this.#password);
        if (answer.kind === "done") location.assign(destination());
        else this._fault = answer;
        return;
      }
      case "reset":
        return this.#next(await client.askReset(email), "new-password", "");
      case "new-password": {
        const answer = await client.reset(email, digits(value("code")), password);
        return this.#next(answer, "sign-in", "Your password is changed. Sign in.");
      }
    }
  }

  #next(answer: Answer<void>, step: Step, note: string): void {
    if (answer.kind === "refused") this._fault = answer;
    else this.#to(step, note);
  }

  #to(step: Step, note: string): void {
    this._step = step;
    this._note = note;
  }

  readonly #sendAgain = async () => {
    const answer = await this.#client?.sendCode(this._email);
    this._fault = answer?.kind === "refused" ? answer : undefined;
    if (answer?.kind === "done") this._note = "Another code is on its way.";
  };
}

function digits(code: string): string {
  return code.replace(/\s/g, "");
}

/** The path that the address asks for, if it is one of this site. */
function destination(): string {
  const asked = new URLSearchParams(location.search).get("to") ?? HOME;
  const target = URL.canParse(asked, location.href) ? new URL(asked, location.href) : undefined;
  return target?.origin === location.origin ? target.pathname + target.search : HOME;
}

customElements.define("nexus-entrance", NexusEntrance);
