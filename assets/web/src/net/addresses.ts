// Where things live on this server, relative to the page's own origin.

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

export const playlistPath = (name: string) => `/live/${encodeURIComponent(name)}/index.m3u8`;

export const watchPath = (name: string) => `/watch/${encodeURIComponent(name)}`;

export const embedPath = (name: string) => `/embed/${encodeURIComponent(name)}`;

/** Where a broadcaster publishes to, when the page came from this host. */
export const publishAddress = (hostname: string) => `rtmp://${hostname}:1935/live`;

const escapes: Readonly<Record<string, string>> = {
  "&": "&amp;",
  "<": "&lt;",
  ">": "&gt;",
  '"': "&quot;",
};

/** The HTML with which another site shows the player. */
export function embedCode(origin: string, name: string, title: string): string {
  const label = title.replace(/[&<>"]/g, (character) => escapes[character] ?? character);
  return (
    `<iframe src="${origin}${embedPath(name)}" title="${label}" width="960" height="540" ` +
    `allow="autoplay; fullscreen; picture-in-picture" allowfullscreen></iframe>`
  );
}
