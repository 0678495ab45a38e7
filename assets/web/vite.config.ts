import { readdirSync } from "node:fs";
import { fileURLToPath } from "node:url";
import { defineConfig, type Plugin } from "vite";

const here = (path: string) => fileURLToPath(new URL(path, import.meta.url));

/** The media server which the pages of `npm run dev` talk to. */
const server = "http://localhost:8080";

/** The routes of the media server's gateway, for `npm run dev`. */
const channelPages: Plugin = {
  name: "channel-pages",
  configureServer(development) {
    development.middlewares.use((request, _response, next) => {
      if (request.url === "/trust" || request.url === "/beta") request.url += ".html";
      if (/^\/(watch|embed)\/[^/]+\/?$/.test(request.url ?? "")) request.url = "/watch.html";
      if (/^\/(signin|register|reset)\b/.test(request.url ?? "")) request.url = "/signin.html";
      if (request.url === "/api/docs") request.url = "/docs.html";
      const page = /^\/(account|admin|creator|dashboard)\b/.exec(request.url ?? "");
      if (page) request.url = `/${page[1]}.html`;
      next();
    });
  },
};

export default defineConfig({
  base: "/",
  appType: "mpa",
  publicDir: here("../brand"),
  plugins: [channelPages],
  server: {
    proxy: {
      "/api": server,
      "/live": server,
      "/trust/": server,
      "/ws": { target: server, ws: true },
    },
    fs: { allow: [here("..")] },
  },
  build: {
    outDir: here("../target/classes/web"),
    emptyOutDir: true,
    target: "es2022",
    // Nothing is inlined as a data: address, so that the pages run under a strict content policy.
    assetsInlineLimit: 0,
    modulePreload: { polyfill: false },
    chunkSizeWarningLimit: 800,
    rolldownOptions: {
      input: readdirSync(here("."))
        .filter((name) => name.endsWith(".html"))
        .map(here),
    },
  },
});
