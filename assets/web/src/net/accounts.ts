// What the server says of accounts, sessions and tokens, checked field by field where it comes in.

import { fields, list, text, texts } from "./fields";

export interface Account {
  readonly id: string;
  readonly email: string;
  readonly name: string;
  readonly roles: readonly string[];
}

/** Who looks at the page. */
export type Visitor =
  | { readonly kind: "anonymous" }
  | {
      readonly kind: "signed-in";
      readonly account: Account;
      /** Goes with every change. */
      readonly csrf: string;
      /** Nothing else is allowed before. */
      readonly mustChangePassword: boolean;
      readonly permissions: readonly string[];
    };

export interface Session {
  readonly id: string;
  readonly agent: string;
  readonly address: string;
  /** RFC 3339, as all times here. */
  readonly seenAt: string;
  readonly createdAt: string;
  readonly current: boolean;
}

export interface ApiToken {
  readonly id: string;
  readonly name: string;
  /** How the token begins: enough to recognise it. */
  readonly prefix: string;
  readonly scopes: readonly string[];
  readonly createdAt: string;
  readonly expiresAt: string;
  readonly usedAt: string | undefined;
}

export function parseAccount(value: unknown, at = "account"): Account {
  return {
    id: text(value, "id", at),
    email: text(value, "email", at),
    name: text(value, "name", at),
    roles: texts(fields(value, at), "roles", at),
  };
}

export function parseVisitor(value: unknown): Visitor {
  const from = fields(value, "session");
  if (from["account"] === undefined || from["account"] === null) return { kind: "anonymous" };
  return {
    kind: "signed-in",
    account: parseAccount(from["account"], "session.account"),
    csrf: text(from, "csrf", "session"),
    mustChangePassword: from["mustChangePassword"] === true,
    permissions: texts(from, "permissions", "session"),
  };
}

export function parseSessions(value: unknown): readonly Session[] {
  return list(value, "sessions", "answer").map((entry, index) => {
    const at = `sessions[${index}]`;
    return {
      id: text(entry, "id", at),
      agent: text(entry, "agent", at),
      address: text(entry, "address", at),
      seenAt: text(entry, "seenAt", at),
      createdAt: text(entry, "createdAt", at),
      current: fields(entry, at)["current"] === true,
    };
  });
}

export function parseApiToken(value: unknown, at = "token"): ApiToken {
  const from = fields(value, at);
  const usedAt = from["usedAt"];
  return {
    id: text(value, "id", at),
    name: text(value, "name", at),
    prefix: text(value, "prefix", at),
    scopes: texts(from, "scopes", at),
    createdAt: text(value, "createdAt", at),
    expiresAt: text(value, "expiresAt", at),
    usedAt: typeof usedAt === "string" ? usedAt : undefined,
  };
}

export function parseApiTokens(value: unknown): readonly ApiToken[] {
  return list(value, "tokens", "answer").map((entry, index) =>
    parseApiToken(entry, `tokens[${index}]`),
  );
}

export function parseScopes(value: unknown): readonly string[] {
  return texts(fields(value, "answer"), "scopes", "answer");
}
