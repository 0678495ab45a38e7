// Installs the packages of package-lock.json, unless they are already there.
import { spawnSync } from "node:child_process";
import { existsSync, statSync } from "node:fs";
import { fileURLToPath } from "node:url";

const root = fileURLToPath(new URL("..", import.meta.url));
const wanted = `${root}package-lock.json`;
const installed = `${root}node_modules/.package-lock.json`;

// npm can wait for a stalled transfer without end; what it has fetched by then is in its cache.
const LIMITS_MS = [180_000, 300_000, 600_000];

function install(limitMs) {
  // No package runs a program of its own here: none needs to, and one reports who installs it.
  const npm = spawnSync("npm", ["ci", "--ignore-scripts", "--no-audit", "--no-fund"], {
    cwd: root,
    stdio: "inherit",
    timeout: limitMs,
    killSignal: "SIGKILL",
  });
  if (npm.error && npm.error.code !== "ETIMEDOUT") throw npm.error;
  if (npm.error) console.log(`npm packages: not there after ${limitMs / 1000} s`);
  return npm.error ? "late" : npm.status;
}

if (existsSync(installed) && statSync(installed).mtimeMs >= statSync(wanted).mtimeMs) {
  console.log("npm packages: up to date");
} else {
  let result = "late";
  for (const limitMs of LIMITS_MS) {
    result = install(limitMs);
    if (result !== "late") break;
  }
  process.exitCode = result === "late" ? 1 : (result ?? 1);
}
