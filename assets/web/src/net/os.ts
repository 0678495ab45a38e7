// What the core of the platform says of itself, checked field by field where it comes in.

import { type Account, parseAccount } from "./accounts";
import { each, fields, flag, list, number, optionalText, text, texts, word } from "./fields";

const SERVICE_STATES = ["up", "down", "planned"] as const;
const STORE_STATES = ["idle", "starting", "up", "down", "closed"] as const;
const SETTING_KINDS = ["flag", "text"] as const;

export type ServiceState = (typeof SERVICE_STATES)[number];
export type StoreState = (typeof STORE_STATES)[number];

export interface ServiceRow {
  readonly name: string;
  readonly modules: readonly string[];
  readonly description: string;
  readonly state: ServiceState;
  /** Where its routes begin. */
  readonly path: string;
  readonly port: number | undefined;
  readonly restarts: number;
  readonly inFlight: number;
  /** Why it is down. */
  readonly detail: string | undefined;
}

export interface StoreRow {
  readonly name: string;
  readonly embedded: boolean;
  readonly state: StoreState;
  readonly restarts: number;
  readonly detail: string;
}

export interface Board {
  readonly services: readonly ServiceRow[];
  readonly stores: readonly StoreRow[];
}

/** A module is as its worst service that is built. */
export interface ModuleRow {
  readonly name: string;
  readonly state: ServiceState;
  readonly services: readonly ServiceRow[];
}

export interface Setting {
  readonly name: string;
  readonly kind: (typeof SETTING_KINDS)[number];
  /** "on" or "off" for a flag. */
  readonly value: string;
  readonly initial: string;
  readonly description: string;
  readonly changedBy: string | undefined;
  readonly changedAt: string | undefined;
}

export interface AuditLine {
  readonly id: number;
  readonly at: string;
  /** Id of the account; "system" for the program itself, empty for a stranger. */
  readonly account: string;
  readonly action: string;
  readonly object: string;
}

export interface AuditPage {
  readonly lines: readonly AuditLine[];
  readonly next: string | undefined;
}

export interface ListedAccount {
  readonly account: Account;
  readonly state: string;
}

export interface AccountPage {
  readonly accounts: readonly ListedAccount[];
  readonly next: string | undefined;
}

function parseService(value: unknown, at: string): ServiceRow {
  const from = fields(value, at);
  const doors = fields(from["doors"], `${at}.doors`);
  return {
    name: text(from, "name", at),
    modules: texts(from, "modules", at),
    description: text(from, "description", at),
    state: word(from, "state", SERVICE_STATES, at),
    path: text(doors, "path", `${at}.doors`),
    port: doors["port"] === undefined ? undefined : number(doors, "port", `${at}.doors`),
    restarts: number(from, "restarts", at),
    inFlight: number(from, "inFlight", at),
    detail: optionalText(from, "detail", at),
  };
}

function parseStore(value: unknown, at: string): StoreRow {
  return {
    name: text(value, "name", at),
    embedded: fields(value, at)["embedded"] === true,
    state: word(value, "state", STORE_STATES, at),
    restarts: number(value, "restarts", at),
    detail: text(value, "detail", at),
  };
}

export function parseBoard(value: unknown): Board {
  return {
    services: each(value, "services", "board", parseService),
    stores: each(value, "stores", "board", parseStore),
  };
}

/** The board after a change of the topic "os.services". */
export function boardWith(board: Board, change: unknown): Board {
  const { service, store } = fields(change, "change");
  return {
    services:
      service === undefined
        ? board.services
        : withRow(board.services, parseService(service, "service")),
    stores: store === undefined ? board.stores : withRow(board.stores, parseStore(store, "store")),
  };
}

/** The settings after a change of the topic "os.flags". */
export function settingsWith(settings: readonly Setting[], change: unknown): readonly Setting[] {
  return withRow(settings, parseSetting(change));
}

function withRow<R extends { readonly name: string }>(rows: readonly R[], row: R): readonly R[] {
  return rows.map((known) => (known.name === row.name ? row : known));
}

export function parseSetting(value: unknown, at = "setting"): Setting {
  return {
    name: text(value, "name", at),
    kind: word(value, "kind", SETTING_KINDS, at),
    value: text(value, "value", at),
    initial: text(value, "initial", at),
    description: text(value, "description", at),
    changedBy: optionalText(value, "changedBy", at),
    changedAt: optionalText(value, "changedAt", at),
  };
}

export function parseSettings(value: unknown): readonly Setting[] {
  return each(value, "settings", "answer", parseSetting);
}

/** Where broadcasters publish. */
export interface PublishDoor {
  /** "rtmp", or another scheme of its address. */
  readonly protocol: string;
  /** Undefined where it is at the host that the page came from. */
  readonly host: string | undefined;
  readonly port: number;
  readonly path: string;
}

/** What every page needs to know of the site before anybody signs in. */
export interface Site {
  /** Whether there are any: without them nobody can sign in. */
  readonly accounts: boolean;
  /** Values by the settings' names. */
  readonly settings: ReadonlyMap<string, string>;
  /** The best first. */
  readonly publishing: readonly PublishDoor[];
}

function parseDoor(value: unknown, at: string): PublishDoor {
  return {
    protocol: text(value, "protocol", at),
    host: optionalText(value, "host", at),
    port: number(value, "port", at),
    path: text(value, "path", at),
  };
}

export function parseSite(value: unknown): Site {
  const settings = list(value, "settings", "site").map((entry): [string, string] => [
    text(entry, "name", "site"),
    text(entry, "value", "site"),
  ]);
  return {
    accounts: flag(value, "accounts", "site"),
    settings: new Map(settings),
    publishing: each(value, "publishing", "site", parseDoor),
  };
}

export function parseLine(value: unknown, at = "line"): AuditLine {
  return {
    id: number(value, "id", at),
    at: text(value, "at", at),
    account: text(value, "account", at),
    action: text(value, "action", at),
    object: text(value, "object", at),
  };
}

/**
 * The lines of a kind after a change of the topic "os.audit"; one that is there already stays.
 *
 * @param kind what the action begins with
 */
export function linesWith(
  lines: readonly AuditLine[],
  change: unknown,
  kind: string,
): readonly AuditLine[] {
  const line = parseLine(change);
  if (!line.action.startsWith(kind) || lines.some((known) => known.id === line.id)) return lines;
  return [line, ...lines].sort((a, b) => b.id - a.id);
}

export function parseAuditPage(value: unknown): AuditPage {
  return {
    lines: each(value, "lines", "audit", parseLine),
    next: optionalText(value, "next", "audit"),
  };
}

export function parseListedAccount(value: unknown, at = "account"): ListedAccount {
  return {
    account: parseAccount(fields(value, at)["account"], `${at}.account`),
    state: text(value, "state", at),
  };
}

export function parseAccountPage(value: unknown): AccountPage {
  return {
    accounts: each(value, "accounts", "answer", parseListedAccount),
    next: optionalText(value, "next", "answer"),
  };
}

/** The id of the account that a line of the audit log is about, if it is about one. */
export function accountOf({ action, object }: AuditLine): string | undefined {
  const [kind, id] = object.split("/", 2);
  return action.startsWith("account.") && kind === "account" ? id : undefined;
}

/**
 * The accounts with one as it is now. They are in the order in which they were made, so an unknown
 * one is the last: not shown yet where there are more than are shown.
 */
export function accountsWith(
  accounts: readonly ListedAccount[],
  listed: ListedAccount,
  more: boolean,
): readonly ListedAccount[] {
  const { id } = listed.account;
  if (accounts.some(({ account }) => account.id === id)) {
    return accounts.map((each) => (each.account.id === id ? listed : each));
  }
  return more ? accounts : [...accounts, listed];
}

/** The modules that services belong to, in the order in which they first come. */
export function modulesOf(services: readonly ServiceRow[]): readonly ModuleRow[] {
  const byName = new Map<string, ServiceRow[]>();
  for (const service of services) {
    for (const name of service.modules) {
      const known = byName.get(name);
      if (known === undefined) byName.set(name, [service]);
      else known.push(service);
    }
  }
  return [...byName].map(([name, own]) => ({ name, state: worst(own), services: own }));
}

function worst(services: readonly ServiceRow[]): ServiceState {
  const has = (state: ServiceState) => services.some((service) => service.state === state);
  if (has("down")) return "down";
  return has("up") ? "up" : "planned";
}
