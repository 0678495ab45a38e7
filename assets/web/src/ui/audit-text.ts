import type { AuditLine } from "../net/os";
import { capitalised } from "./format";

const SENTENCES: Readonly<Record<string, string>> = {
  "session.started": "Signed in",
  "session.ended": "Signed out",
  "sessions.ended": "Signed out everywhere else",
  "sign-in.refused": "Sign-in refused",
  "account.registered": "Registered",
  "account.verified": "Verified the mail address",
  "account.renamed": "Changed a name",
  "account.roles-set": "Set roles",
  "account.active": "Made an account active",
  "account.disabled": "Disabled an account",
  "password.changed": "Changed a password",
  "api-token.made": "Made an API token",
  "api-token.revoked": "Revoked an API token",
  "setting.changed": "Changed a setting",
  "channel.opened": "Opened a channel",
  "channel.changed": "Changed a channel",
  "channel.deleted": "Deleted a channel",
  "stream-key.made": "Made a stream key",
  "stream-key.revoked": "Revoked a stream key",
};

/** What was done, for a person: "Signed in"; an action without a sentence, as words. */
export function actionText(action: string): string {
  return SENTENCES[action] ?? capitalised(action.replaceAll(/[.-]/g, " "));
}

/** Who did it, by the names of accounts that are known. */
export function whoText(line: AuditLine, names: ReadonlyMap<string, string>): string {
  if (line.account === "") return "A visitor";
  if (line.account === "system") return "The server";
  return names.get(line.account) ?? `Account ${line.account.slice(0, 8)}`;
}

/** To what, where that says more than who did it: "site.announcement", "ada@example.org". */
export function objectText(line: AuditLine, names: ReadonlyMap<string, string>): string {
  const [kind = "", id = ""] = line.object.split("/", 2);
  if (kind === "session" || id === line.account) return "";
  if (kind === "account") return names.get(id) ?? "";
  // Ids, and what stands for an address that nobody has registered.
  return /^[0-9a-f-]{16,36}$/.test(id) ? "" : id;
}
