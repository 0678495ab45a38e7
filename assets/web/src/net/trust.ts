import { AnswerError } from "./streams";

/** The server's local authority, and where a device finds it. */
export interface Authority {
  readonly name: string;
  /** SHA-256, as systems show it: pairs of digits with colons between. */
  readonly fingerprint: string;
  readonly expires: Date;
  /** Of HTTPS. */
  readonly port: number;
  /** Of HTTP, where a device that does not trust the authority yet comes from. */
  readonly httpPort: number;
  /** Of the server on its networks, best first. */
  readonly addresses: readonly string[];
}

export type TrustAnswer =
  | { readonly kind: "known"; readonly authority: Authority }
  /** HTTPS is not open, or its certificate is one that devices trust anyway. */
  | { readonly kind: "none" }
  | { readonly kind: "unreachable" };

export const certificatePath = "/trust/authority.crt";

const ANSWER_TIMEOUT_MS = 4000;

/** Asks for the authority. It never rejects: a failure is an answer too. */
export async function askForAuthority(
  fetch: (path: string, init: RequestInit) => Promise<Response> = (path, init) =>
    globalThis.fetch(path, init),
): Promise<TrustAnswer> {
  try {
    const response = await fetch("/trust/authority.json", {
      headers: { accept: "application/json" },
      cache: "no-store",
      signal: AbortSignal.timeout(ANSWER_TIMEOUT_MS),
    });
    if (response.status === 404) return { kind: "none" };
    if (!response.ok) return { kind: "unreachable" };
    return { kind: "known", authority: parseAuthority(await response.json()) };
  } catch {
    return { kind: "unreachable" };
  }
}

export function parseAuthority(value: unknown): Authority {
  if (typeof value !== "object" || value === null) throw new AnswerError("no object");
  const { name, fingerprint, expires, port, httpPort, addresses } = value as Readonly<
    Record<string, unknown>
  >;
  if (
    typeof name !== "string" ||
    typeof fingerprint !== "string" ||
    typeof expires !== "string" ||
    typeof port !== "number" ||
    typeof httpPort !== "number" ||
    !Array.isArray(addresses)
  ) {
    throw new AnswerError("no authority");
  }
  return {
    name,
    fingerprint,
    expires: new Date(expires),
    port,
    httpPort,
    addresses: addresses.filter((each): each is string => typeof each === "string"),
  };
}

/** The host that other devices can use: the page's own, unless that is this machine's loopback. */
export function reachableHost(authority: Authority, hostname: string): string {
  const loopback = hostname === "localhost" || hostname === "[::1]" || /^127\./.test(hostname);
  const [first] = authority.addresses;
  if (!loopback || first === undefined) return hostname;
  return first.includes(":") ? `[${first}]` : first;
}

export const trustAddress = (authority: Authority, hostname: string) =>
  `http://${reachableHost(authority, hostname)}:${authority.httpPort}/trust`;

export const secureAddress = (authority: Authority, hostname: string) =>
  `https://${hostname}:${authority.port}/`;
