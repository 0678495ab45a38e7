// Reads each file named on the command line; says what is wrong with it, and fails if anything is.
import { readFileSync } from "node:fs";
import HLS from "hls-parser";
import { parse, parseUTCTiming } from "mpd-parser";

// The parser takes three target durations for three segments; ours are shorter than the target.
const misread = /Remove EXT-X-PART tags .* three target durations/;

let failed = false;
function complain(file, message) {
  if (misread.test(message)) return;
  failed = true;
  process.stdout.write(`${file}: ${message}\n`);
}

function readPlaylist(file, text) {
  const playlist = HLS.parse(text);
  const count = playlist.isMasterPlaylist ? playlist.variants.length : playlist.segments.length;
  if (count === 0) complain(file, "nothing in it");
}

function readManifest(file, text) {
  const manifest = parse(text, {
    manifestUri: "http://server/live/show/manifest.mpd",
    NOW: Date.now(),
    eventHandler: (event) => complain(file, `${event.type}: ${event.message}`),
  });
  const tracks = [
    ...manifest.playlists,
    ...Object.values(manifest.mediaGroups.AUDIO).flatMap((group) =>
      Object.values(group).flatMap((label) => label.playlists),
    ),
  ];
  if (tracks.length !== 2) complain(file, `${tracks.length} tracks`);
  for (const track of tracks) {
    const first = track.segments[0];
    if (!/\/live\/show\/[va]-[0-9a-z]+-\d+\.m4s$/.test(first?.resolvedUri ?? "")) {
      complain(file, `media at ${first?.resolvedUri}`);
    }
    if (!first?.map.resolvedUri.endsWith(".mp4")) complain(file, "no initialization section");
  }
  if (parseUTCTiming(text)?.method !== "GET") complain(file, "no address that tells the time");
}

for (const file of process.argv.slice(2)) {
  console.error = (message) => complain(file, String(message));
  try {
    const text = readFileSync(file, "utf8");
    if (file.endsWith(".mpd")) readManifest(file, text);
    else readPlaylist(file, text);
  } catch (error) {
    complain(file, error.message);
  }
}
process.exitCode = failed ? 1 : 0;
