// Where things live on this server, relative to the page's own origin.

import type { PublishDoor } from "./os";

export type Page =
  | { readonly kind: "watch"; readonly name: string }
  | { readonly kind: "embed"; readonly name: string }
  | { readonly kind: "other" };

/** Which page a path stands for; a name that is no valid percent-encoding is no page. */
export function pageOf(path: string): Page {
  const match = /^\/(watch|embed)\/([^/]+)\/?$/.exec(path);
  const [, kind, encoded] = match ?? [];
  if (encoded === undefined) return { kind: "other" };
  try {
    const name = decodeURIComponent(encoded);
    return { kind: kind === "embed" ? "embed" : "watch", name };
  } catch {
    return { kind: "other" };
  }
}

/** What signs a viewer's paths, out of the fragment of the page's address; empty without one. */
export function passOf(hash: string): string {
  const pass = new URLSearchParams(hash.replace(/^#/, "")).get("pass") ?? "";
  return /^[a-z0-9]{1,16}\.[A-Za-z0-9_-]{1,40}$/.test(pass) ? pass : "";
}

/** The address with the pass of the current one in place of its own. */
export function renewed(address: string, current: string): string {
  const pass = /\/live\/(~[^/]+)\//.exec(current)?.[1];
  return pass === undefined ? address : address.replace(/\/live\/~[^/]+\//, `/live/${pass}/`);
}

export const playlistPath = (name: string) => `/live/${encodeURIComponent(name)}/index.m3u8`;

const fragment = (pass: string) => (pass === "" ? "" : `#pass=${pass}`);

export const watchPath = (name: string, pass = "") =>
  `/watch/${encodeURIComponent(name)}${fragment(pass)}`;

export const embedPath = (name: string, pass = "") =>
  `/embed/${encodeURIComponent(name)}${fragment(pass)}`;

/** Where a visitor signs in, and comes back from. */
export const signInPath = (to: string) => `/signin?to=${encodeURIComponent(to)}`;

/** What an encoder takes for the server, when the page came from this host. */
export function publishAddress(door: PublishDoor, hostname: string): string {
  const { protocol, host, port, path } = door;
  const shown = host?.includes(":") ? `[${host}]` : host;
  return `${protocol}://${shown ?? hostname}:${port}${path}`;
}

const escapes: Readonly<Record<string, string>> = {
  "&": "&amp;",
  "<": "&lt;",
  ">": "&gt;",
  '"': "&quot;",
};

/** The HTML with which another site shows the player. */
export function embedCode(origin: string, name: string, title: string, pass = ""): string {
  const label = title.replace(/[&<>"]/g, (character) => escapes[character] ?? character);
  return (
    `<iframe src="${origin}${embedPath(name, pass)}" title="${label}" width="960" height="540" ` +
    `allow="autoplay; fullscreen; picture-in-picture" allowfullscreen></iframe>`
  );
}
