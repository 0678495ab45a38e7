import type { ReactiveController, ReactiveControllerHost } from "lit";
import { AccountsClient } from "../net/accounts-client";
import { publishAddress, signInPath } from "../net/addresses";
import { Asker } from "../net/asker";
import type { PublishDoor } from "../net/os";
import { OsClient } from "../net/os-client";
import { Poll } from "../net/poll";
import { mayHaveSession } from "../net/session-hint";
import { type Admission, admission, type Visit } from "../net/visit";

/** A server that is away is asked again so often. */
const RETRY_MS = 3000;

/** Finds out who looks at a page, and what is set for all pages. */
export class VisitController implements ReactiveController {
  readonly #host: ReactiveControllerHost;
  /** Whatever the page asks goes through this, and so is asked as its visitor. */
  asker = new Asker();
  visit: Visit = { kind: "loading" };
  settings: ReadonlyMap<string, string> = new Map();
  #publishing: readonly PublishDoor[] = [];
  /** Called once, when the visitor is known; then there is none. */
  #known: ((visit: Visit) => void) | undefined;
  #poll: Poll | undefined;

  readonly #forAll: boolean;

  /** @param forAll the page is for everybody, and asks only who may be signed in */
  constructor(
    host: ReactiveControllerHost,
    known: (visit: Visit) => void = () => {},
    forAll = false,
  ) {
    this.#host = host;
    this.#known = known;
    this.#forAll = forAll;
    host.addController(this);
  }

  hostConnected(): void {
    const asker = new Asker();
    this.asker = asker;
    this.#poll = new Poll(
      () => this.#load(asker),
      () => RETRY_MS,
    );
  }

  hostDisconnected(): void {
    this.#poll?.close();
    this.asker.close();
  }

  /** Where encoders publish, the best first; empty until it is known. */
  get servers(): readonly string[] {
    return this.#publishing.map((door) => publishAddress(door, location.hostname));
  }

  /** What may be shown; whoever has to sign in, or to choose a password, is led there and back. */
  admission(permission: string): Admission {
    const admitted = admission(this.visit, permission);
    if (admitted === "sign-in") {
      location.replace(signInPath(location.pathname));
    } else if (admitted === "password") location.replace("/account");
    return admitted;
  }

  async #load(asker: Asker): Promise<void> {
    const site = await new OsClient(asker).site();
    if (site.kind === "done") {
      this.settings = site.value.settings;
      this.#publishing = site.value.publishing;
    }
    if (this.#known !== undefined) {
      this.visit =
        site.kind === "done" && !site.value.accounts ? { kind: "nobody" } : await this.#ask(asker);
    }
    if (this.visit.kind !== "unreachable") {
      this.#known?.(this.visit);
      this.#known = undefined;
      if (site.kind === "done") this.#poll?.close();
    }
    this.#host.requestUpdate();
  }

  async #ask(asker: Asker): Promise<Visit> {
    if (this.#forAll && !mayHaveSession()) return { kind: "anonymous" };
    const visitor = await new AccountsClient(asker).visitor();
    return visitor.kind === "done" ? visitor.value : { kind: "unreachable" };
  }
}
