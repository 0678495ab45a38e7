// Reads each file named on the command line; says what is wrong with it, and fails if anything is.
import { readFileSync } from "node:fs";
import HLS from "hls-parser";

HLS.setOptions({ strictMode: true });
let failed = false;
for (const file of process.argv.slice(2)) {
  try {
    const playlist = HLS.parse(readFileSync(file, "utf8"));
    const count = playlist.isMasterPlaylist ? playlist.variants.length : playlist.segments.length;
    console.log(`${file}: ${count}`);
  } catch (error) {
    failed = true;
    console.log(`${file}: ${error.message}`);
  }
}
process.exitCode = failed ? 1 : 0;
