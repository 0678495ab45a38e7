import type { ReactiveController, ReactiveControllerHost } from "lit";
import { AccountsClient } from "../net/accounts-client";
import { publishAddress, signInPath } from "../net/addresses";
import { Asker } from "../net/asker";
import type { PublishDoor } from "../net/os";
import { OsClient } from "../net/os-client";
import { mayHaveSession } from "../net/session-hint";
import { type Admission, admission, type Visit } from "../net/visit";

/** Finds out who looks at a page, and what is set for all pages. */
export class VisitController implements ReactiveController {
  readonly #host: ReactiveControllerHost;
  /** Whatever the page asks goes through this, and so is asked as its visitor. */
  asker = new Asker();
  visit: Visit = { kind: "loading" };
  settings: ReadonlyMap<string, string> = new Map();
  #publishing: readonly PublishDoor[] = [];
  /** Called once, when the visitor is known. */
  readonly #known: (visit: Visit) => void;

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
    this.asker = new Asker();
    void this.#load(this.asker);
  }

  hostDisconnected(): void {
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
    if (site.kind === "done" && !site.value.accounts) this.visit = { kind: "nobody" };
    else if (this.#forAll && !mayHaveSession()) this.visit = { kind: "anonymous" };
    else {
      const visitor = await new AccountsClient(asker).visitor();
      this.visit = visitor.kind === "done" ? visitor.value : { kind: "unreachable" };
    }
    this.#known(this.visit);
    this.#host.requestUpdate();
  }
}
