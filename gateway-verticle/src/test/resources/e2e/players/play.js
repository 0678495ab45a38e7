// Plays a stream in a page without anything else; the tests look at `state()`.
// A player that gives up is told to begin again, as a site would.
/* global dashjs, shaka, Hls, mpegts */
"use strict";

const again = 500;
const video = document.querySelector("video");
const faults = [];
const cueScheme = "https://aomedia.org/emsg/ID3";

window.playWithDashjs = (url) => {
  const player = dashjs.MediaPlayer().create();
  window.heard = [];
  player.on(cueScheme, ({ event }) => {
    window.heard.push({ text: new TextDecoder().decode(event.messageData), time: event.calculatedPresentationTime });
  });
  player.initialize(video, url, true);
  player.on("error", (event) => {
    faults.push(`${event.error.code} ${event.error.message}`);
    setTimeout(() => player.attachSource(url), again);
  });
};

window.playWithShaka = async (url) => {
  shaka.polyfill.installAll();
  const player = new shaka.Player();
  await player.attach(video);
  player.configure({ streaming: { lowLatencyMode: true } });
  const load = () =>
    player.load(url).catch((error) => {
      faults.push(`load: ${error.code}`);
      setTimeout(load, again);
    });
  player.addEventListener("error", (event) => {
    faults.push(`${event.detail.code}`);
    if (event.detail.severity === shaka.util.Error.Severity.CRITICAL) setTimeout(load, again);
  });
  await load();
};

// A stream as it comes; type: flv or mpegts.
window.playWithMpegts = (type, url) => {
  const player = mpegts.createPlayer({ type, url, isLive: true });
  player.on(mpegts.Events.ERROR, (kind, detail, data) => {
    faults.push(`${kind} ${detail} ${data?.msg ?? ""}`);
  });
  player.attachMediaElement(video);
  player.load();
};

// Cues in the media, and closed captions, as hls.js reads them.
window.listenWithHls = (url) => {
  window.heard = [];
  window.captions = [];
  // With parts, hls.js 1.7.4 forgets what it has read of a caption at each of them.
  const player = new Hls({ renderTextTracksNatively: false, lowLatencyMode: false });
  player.on(Hls.Events.FRAG_PARSING_METADATA, (_, data) => {
    for (const sample of data.samples) {
      const text = new TextDecoder().decode(sample.data);
      window.heard.push({ text, type: sample.type, pts: sample.pts });
    }
  });
  player.on(Hls.Events.CUES_PARSED, (_, data) => {
    for (const cue of data.cues) window.captions.push(cue.text);
  });
  player.on(Hls.Events.MANIFEST_PARSED, (_, data) => {
    window.captionTracks = player.allSubtitleTracks?.length ?? 0;
    window.levels = data.levels.map((level) => level.attrs["CLOSED-CAPTIONS"]);
  });
  player.loadSource(url);
  player.attachMedia(video);
};

// Behind what is taken now, in seconds, for a time line that begins with 1960.
window.latencySeconds = () => Date.now() / 1000 + 315619200 - video.currentTime;

window.state = () => ({
  time: video.currentTime,
  frames: video.getVideoPlaybackQuality().totalVideoFrames,
  faults,
});
