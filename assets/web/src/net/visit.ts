import type { Visitor } from "./accounts";

/** What a page knows of its visitor. */
export type Visit =
  | { readonly kind: "loading" }
  | { readonly kind: "unreachable" }
  /** The server keeps no accounts. */
  | { readonly kind: "nobody" }
  | Visitor;

/** What a page may do for its visitor. */
export type Admission =
  | "loading"
  | "unreachable"
  /** The server keeps no accounts, and the page is for nobody. */
  | "nobody"
  | "sign-in"
  | "password"
  | "forbidden"
  | "admitted";

export function may(visit: Visit, permission: string): boolean {
  if (visit.kind !== "signed-in") return false;
  return visit.permissions.includes(permission) || visit.permissions.includes("all");
}

/** Whether a page that asks for a permission is shown. */
export function admission(visit: Visit, permission: string): Admission {
  switch (visit.kind) {
    case "loading":
    case "unreachable":
    case "nobody":
      return visit.kind;
    case "anonymous":
      return "sign-in";
    case "signed-in":
      if (visit.mustChangePassword) return "password";
      return may(visit, permission) ? "admitted" : "forbidden";
  }
}

export interface SiteLink {
  readonly path: string;
  readonly label: string;
}

/** Where a visitor can go from any page. */
export function siteLinks(
  visit: Visit,
  settings: ReadonlyMap<string, string>,
): readonly SiteLink[] {
  switch (visit.kind) {
    case "loading":
    case "unreachable":
    case "nobody":
      return [];
    case "anonymous":
      return [
        { path: "/signin", label: "Sign in" },
        ...(settings.get("header.sign-up") === "off"
          ? []
          : [{ path: "/register", label: "Create account" }]),
      ];
    case "signed-in":
      return [
        { path: "/", label: "Live" },
        ...(may(visit, "os:read") ? [{ path: "/dashboard", label: "Dashboard" }] : []),
        ...(may(visit, "os:read") ? [{ path: "/admin", label: "Admin" }] : []),
        ...(may(visit, "streams:own") ? [{ path: "/creator", label: "Creator" }] : []),
        { path: "/account", label: "Account" },
      ];
  }
}
