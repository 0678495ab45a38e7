// Builds the pages into ../target/classes, unless nothing has changed since the last build.
import { createHash } from "node:crypto";
import {
  copyFileSync,
  existsSync,
  mkdirSync,
  readdirSync,
  readFileSync,
  writeFileSync,
} from "node:fs";
import { dirname, join } from "node:path";
import { fileURLToPath } from "node:url";
import { build } from "vite";

const web = fileURLToPath(new URL("..", import.meta.url));
const target = join(web, "../target");
const classes = join(target, "classes");
const stamp = join(target, "web-build.sha256");
const font = join(classes, "fonts/Inter.woff");
const pages = readdirSync(web).filter((name) => name.endsWith(".html"));
const products = [...pages.map((page) => join(classes, "web", page)), font];

const INPUTS = ["src", "build", ...pages, "package-lock.json", "vite.config.ts"];

function filesUnder(path) {
  return readdirSync(path, { withFileTypes: true, recursive: true })
    .filter((entry) => entry.isFile())
    .map((entry) => join(entry.parentPath, entry.name));
}

function digestOfInputs() {
  const files = [...INPUTS.map((name) => join(web, name)), join(web, "../brand")].flatMap((path) =>
    /\.\w+$/.test(path) ? [path] : filesUnder(path),
  );
  const digest = createHash("sha256");
  for (const file of files.sort()) {
    digest.update(`${file}\0`).update(readFileSync(file)).update("\0");
  }
  return digest.digest("hex");
}

const digest = digestOfInputs();
const upToDate =
  products.every((file) => existsSync(file)) &&
  existsSync(stamp) &&
  readFileSync(stamp, "utf8") === digest;

if (upToDate) {
  console.log("pages: up to date");
} else {
  await build({ root: web, configFile: join(web, "vite.config.ts"), logLevel: "warn" });
  mkdirSync(dirname(font), { recursive: true });
  copyFileSync(join(web, "node_modules/@fontsource/inter/files/inter-latin-600-normal.woff"), font);
  writeFileSync(stamp, digest);
  console.log("pages: built");
}
