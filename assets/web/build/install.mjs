// Installs the packages of package-lock.json, unless they are already there.
import { spawnSync } from "node:child_process";
import { existsSync, statSync } from "node:fs";
import { fileURLToPath } from "node:url";

const root = fileURLToPath(new URL("..", import.meta.url));
const wanted = `${root}package-lock.json`;
const installed = `${root}node_modules/.package-lock.json`;

if (existsSync(installed) && statSync(installed).mtimeMs >= statSync(wanted).mtimeMs) {
  console.log("npm packages: up to date");
} else {
  const npm = spawnSync("npm", ["ci", "--no-audit", "--no-fund"], { cwd: root, stdio: "inherit" });
  if (npm.error) throw npm.error;
  process.exitCode = npm.status ?? 1;
}
