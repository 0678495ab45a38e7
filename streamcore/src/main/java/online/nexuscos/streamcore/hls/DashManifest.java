package online.nexuscos.streamcore.hls;

import java.util.List;
import online.nexuscos.streamcore.hls.DashPeriods.Content;
import online.nexuscos.streamcore.hls.DashPeriods.Period;
import online.nexuscos.streamcore.media.AudioConfiguration;
import online.nexuscos.streamcore.media.VideoConfiguration;
import online.nexuscos.streamcore.packaging.MediaSegment;
import online.nexuscos.streamcore.packaging.Rendition;

/**
 * The manifest of a live stream as low-latency DASH (ISO/IEC 23009-1, and the live and low-latency
 * guidelines of the DASH Industry Forum). Segments are numbered, and listed with their times as
 * soon as their first part is there; the one in the making is sent part by part.
 */
final class DashManifest {
    static final String NAME = "manifest.mpd";

    /** Where players ask for the time; beside the manifest. */
    static final String TIME = "time";

    static final int LATENCY_MS = 2500;

    /**
     * Nobody knows how long the segment in the making will be: as long as the one before, and a
     * little more. Shaka-player takes a segment that turns out longer than it was said for another.
     */
    static final double SURPLUS_SECONDS = 0.05;

    /** Cues are ID3 tags in the media, see {@link Rendition}. */
    private static final String CUE_SCHEME = "https://aomedia.org/emsg/ID3";

    private static final int LEAST_LATENCY_MS = 1500;
    private static final int MOST_LATENCY_MS = 8000;

    /** Of a segment with none before it in its period: what most encoders make. */
    private static final double USUAL_SECONDS = 2;

    private static final double ROUNDING_SECONDS = 0.001;
    private static final int CAPACITY = 4096;
    private static final int MS_DECIMALS = 3;

    private final PlaylistText text = new PlaylistText(CAPACITY);
    private final List<Period> periods;
    private final boolean ended;

    private DashManifest(List<Period> periods, boolean ended) {
        this.periods = periods;
        this.ended = ended;
    }

    /**
     * A manifest in two pieces: its publish time belongs between them.
     *
     * @param head ends with {@code publishTime="}
     */
    record Pieces(String head, String tail) {}

    /**
     * Writes a manifest.
     *
     * @param periods one at least
     * @param ended no segment will follow, ever
     */
    static Pieces of(List<Period> periods, boolean ended) {
        return new DashManifest(periods, ended).write();
    }

    private Pieces write() {
        text.add("<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n");
        text.add("<MPD xmlns=\"urn:mpeg:dash:schema:mpd:2011\" profiles=\"");
        text.add("urn:mpeg:dash:profile:isoff-live:2011,urn:mpeg:dash:profile:cmaf:2019,");
        text.add("http://www.dashif.org/guidelines/low-latency-live-v5\" type=\"dynamic\"");
        attribute("availabilityStartTime").addTime(DashPeriods.AVAILABILITY_START_MS).add('"');
        attribute("publishTime");
        int split = text.length();
        root();
        service();
        for (Period period : periods) {
            period(period);
        }
        text.add("<UTCTiming schemeIdUri=\"urn:mpeg:dash:utc:http-xsdate:2014\" value=\"");
        text.add(TIME).add("\"/>\n</MPD>\n");
        String all = text.toString();
        return new Pieces(all.substring(0, split), all.substring(split));
    }

    private void root() {
        text.add('"');
        if (ended) {
            // Still dynamic, for the clock goes on; without an update period it is complete.
            duration("mediaPresentationDuration", endSeconds());
        } else {
            duration("minimumUpdatePeriod", 1);
        }
        duration("timeShiftBufferDepth", Math.max(1, Math.floor(listedSeconds())));
        duration("maxSegmentDuration", longest());
        // Shaka-player adds the latency to it; the others go by the latency alone.
        duration("suggestedPresentationDelay", LEAST_LATENCY_MS / 1000.0);
        duration("minBufferTime", 1);
        text.add(">\n");
    }

    private void service() {
        text.add("<ServiceDescription id=\"0\"><Latency target=\"").add(LATENCY_MS);
        text.add("\" min=\"").add(LEAST_LATENCY_MS).add("\" max=\"").add(MOST_LATENCY_MS);
        text.add("\" referenceId=\"0\"/><PlaybackRate min=\"0.96\" max=\"1.04\"/>");
        text.add("</ServiceDescription>\n");
    }

    private void period(Period period) {
        text.add("<Period id=\"").add(period.id()).add('"');
        duration("start", period.startMs() / 1000.0);
        text.add(">\n");
        for (Content content : period.contents()) {
            adaptationSet(period, content);
        }
        text.add("</Period>\n");
    }

    private void adaptationSet(Period period, Content content) {
        boolean video = content.track().isVideo();
        text.add("<AdaptationSet id=\"").add(content.track().id());
        text.add(video ? "\" contentType=\"video\"" : "\" contentType=\"audio\"");
        text.add(video ? " mimeType=\"video/mp4\"" : " mimeType=\"audio/mp4\"");
        text.add(" segmentAlignment=\"true\"");
        if (MediaPlaylist.isIndependent(content.segments())) {
            text.add(" startWithSAP=\"1\"");
        }
        text.add(">\n");
        text.add("<InbandEventStream schemeIdUri=\"").add(CUE_SCHEME).add("\"/>\n");
        text.add("<ProducerReferenceTime id=\"0\" inband=\"true\" type=\"encoder\"");
        attribute("wallClockTime")
                .addTime(period.startMs() + DashPeriods.AVAILABILITY_START_MS)
                .add('"');
        attribute("presentationTime").add(content.timeOffset()).add("\">");
        text.add("<UTCTiming schemeIdUri=\"urn:mpeg:dash:utc:http-xsdate:2014\" value=\"");
        text.add(TIME).add("\"/></ProducerReferenceTime>\n");
        if (content.rendition().hasCaptions()) {
            text.add("<Accessibility schemeIdUri=\"urn:scte:dash:cc:cea-608:2015\"");
            text.add(" value=\"CC1=und\"/>\n");
        }
        text.add("<Role schemeIdUri=\"urn:mpeg:dash:role:2011\" value=\"main\"/>\n");
        representation(content);
        text.add("</AdaptationSet>\n");
    }

    private void representation(Content content) {
        Rendition rendition = content.rendition();
        text.add("<Representation id=\"").add(rendition.name());
        long bandwidth = Math.max(rendition.peakBitrate(), rendition.averageBitrate());
        text.add("\" bandwidth=\"").add(Math.max(1, bandwidth));
        text.add("\" codecs=\"").add(content.track().configuration().rfc6381()).add('"');
        switch (content.track().configuration()) {
            case VideoConfiguration video -> {
                attribute("width").add(video.width()).add('"');
                attribute("height").add(video.height()).add('"');
                frameRate(rendition.frameRate());
                text.add(" sar=\"1:1\">\n");
            }
            case AudioConfiguration audio -> {
                attribute("audioSamplingRate").add(audio.sampleRate()).add("\">\n");
                text.add("<AudioChannelConfiguration schemeIdUri=\"");
                text.add("urn:mpeg:dash:23003:3:audio_channel_configuration:2011\" value=\"");
                text.add(audio.channels() == 8 ? 7 : audio.channels()).add("\"/>\n");
            }
        }
        template(content);
        text.add("</Representation>\n");
    }

    /** A ratio of whole numbers; where it is none of those that are usual, nothing is said. */
    private void frameRate(double rate) {
        long whole = Math.round(rate);
        if (whole == 0) {
            return;
        }
        if (Math.abs(rate - whole) < 1e-6) {
            attribute("frameRate").add(whole).add('"');
        } else if (Math.abs(rate - whole * 1000 / 1001.0) < 1e-3) {
            attribute("frameRate").add(whole * 1000).add("/1001\"");
        }
    }

    private void template(Content content) {
        Rendition rendition = content.rendition();
        MediaSegment first = content.segments().getFirst();
        text.add("<SegmentTemplate timescale=\"").add(content.track().timescale()).add('"');
        attribute("presentationTimeOffset").add(content.timeOffset()).add('"');
        attribute("startNumber").add(first.sequence()).add('"');
        attribute("availabilityTimeOffset")
                .add(Math.max(0, longest(content) - content.partTarget()), MS_DECIMALS)
                .add("\" availabilityTimeComplete=\"false\"");
        attribute("initialization");
        MediaName.addInitialization(text, rendition, first.initialization());
        text.add('"');
        attribute("media");
        MediaName.addTemplate(text, rendition);
        text.add("\">\n<SegmentTimeline>");
        timeline(content);
        text.add("</SegmentTimeline>\n</SegmentTemplate>\n");
    }

    /** Each segment ends where the next one begins: there are no gaps. */
    private void timeline(Content content) {
        int count = content.segments().size();
        for (int i = 0; i < count; ) {
            long duration = duration(content, i);
            int equal = i + 1;
            while (equal < count && duration(content, equal) == duration) {
                equal++;
            }
            text.add("<S");
            if (i == 0) {
                attribute("t").add(content.segments().getFirst().start()).add('"');
            }
            attribute("d").add(duration).add('"');
            if (equal - i > 1) {
                attribute("r").add(equal - i - 1L).add('"');
            }
            text.add("/>");
            i = equal;
        }
    }

    /** In the track's time scale. */
    private static long duration(Content content, int index) {
        List<MediaSegment> segments = content.segments();
        MediaSegment segment = segments.get(index);
        if (index + 1 < segments.size()) {
            return Math.max(1, segments.get(index + 1).start() - segment.start());
        }
        double seconds = segment.duration();
        if (!segment.complete()) {
            double before =
                    index == 0
                            ? USUAL_SECONDS
                            : content.track().seconds(duration(content, index - 1));
            seconds =
                    SURPLUS_SECONDS
                            + (seconds < before - ROUNDING_SECONDS
                                    ? before
                                    : MediaPlaylist.TARGET_DURATION);
        }
        return Math.max(1, Math.round(seconds * content.track().timescale()));
    }

    private static double longest(Content content) {
        long longest = 0;
        for (int i = 0; i < content.segments().size(); i++) {
            longest = Math.max(longest, duration(content, i));
        }
        return content.track().seconds(longest);
    }

    private double longest() {
        double longest = 0;
        for (Period period : periods) {
            for (Content content : period.contents()) {
                longest = Math.max(longest, longest(content));
            }
        }
        return longest;
    }

    private double endSeconds() {
        Period last = periods.getLast();
        double end = 0;
        for (Content content : last.contents()) {
            MediaSegment segment = content.segments().getLast();
            double start = content.track().seconds(segment.start() - content.timeOffset());
            end = Math.max(end, start + segment.duration());
        }
        return last.startMs() / 1000.0 + end;
    }

    private double listedSeconds() {
        double sum = 0;
        for (Period period : periods) {
            for (MediaSegment segment : period.contents().getFirst().segments()) {
                sum += segment.duration();
            }
        }
        return sum;
    }

    private PlaylistText attribute(String name) {
        return text.add(' ').add(name).add("=\"");
    }

    private void duration(String name, double seconds) {
        attribute(name).add("PT").add(seconds, MS_DECIMALS).add("S\"");
    }
}
