package online.nexuscos.streamcore.slate;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;
import online.nexuscos.streamcore.flv.AudioTag;
import online.nexuscos.streamcore.flv.AudioUnit;
import online.nexuscos.streamcore.flv.AudioUnits;
import online.nexuscos.streamcore.flv.VideoTag;
import online.nexuscos.streamcore.flv.VideoUnit;
import online.nexuscos.streamcore.flv.VideoUnits;
import online.nexuscos.streamcore.media.AudioConfiguration;
import online.nexuscos.streamcore.media.MediaException;
import online.nexuscos.streamcore.media.Track;
import online.nexuscos.streamcore.media.VideoConfiguration;
import org.jspecify.annotations.Nullable;

/**
 * Reads a clip from the FLV file that the encoder has written (<a
 * href="https://rtmp.veriskope.com/pdf/video_file_format_spec_v10_1.pdf">Adobe Flash Video File
 * Format 10.1</a>, annex E, with the codecs of Enhanced RTMP): pictures at an even pace, each
 * decoded when it is shown, and sound of even frames.
 *
 * <pre>
 * | "FLV" 1 | flags | u32 9 | u32 0 |  then tags:
 * | type | u24 size | u24 + u8 time in ms | u24 0 | body | u32 size of the tag |
 * </pre>
 */
public final class SlateFile {
    /** A file that is longer is not read. */
    public static final int MAX_BYTES = 32 << 20;

    static final int MAX_TAGS = 20_000;

    private static final int SIGNATURE = 0x464c56;
    private static final int HEADER = 13;
    private static final int TAG_HEADER = 11;
    private static final int TRAILER = 4;
    private static final int AUDIO = 8;
    private static final int VIDEO = 9;

    private final int frameRate;
    private final List<SlateClip.Picture> pictures = new ArrayList<>();
    private final List<ByteBuf> sounds = new ArrayList<>();
    private @Nullable VideoUnits videoUnits;
    private @Nullable AudioUnits audioUnits;
    private @Nullable Track video;
    private @Nullable Track audio;

    private SlateFile(int frameRate) {
        this.frameRate = frameRate;
    }

    /**
     * Reads the whole file.
     *
     * @param frameRate of the pictures, frames a second: the file's times are rounded
     * @throws MediaException it is no such clip
     */
    public static SlateClip read(byte[] file, int frameRate) throws MediaException {
        return new SlateFile(frameRate).read(Unpooled.wrappedBuffer(file));
    }

    private SlateClip read(ByteBuf in) throws MediaException {
        if (in.readableBytes() < HEADER || in.getUnsignedMedium(0) != SIGNATURE) {
            throw new MediaException("slate: no FLV file");
        }
        in.skipBytes(HEADER);
        for (int tags = 0; in.isReadable(); tags++) {
            if (tags == MAX_TAGS || in.readableBytes() < TAG_HEADER) {
                throw new MediaException("slate: tags: cut off, or more than " + MAX_TAGS);
            }
            int type = in.readUnsignedByte();
            int size = in.readUnsignedMedium();
            in.skipBytes(TAG_HEADER - 4);
            if (size > in.readableBytes() - TRAILER) {
                throw new MediaException(
                        "slate: tag: " + size + " (expected: <= " + in.readableBytes() + ")");
            }
            ByteBuf body = in.readSlice(size);
            if (type == VIDEO && size > 0) {
                VideoTag.read(body, (tag, _, _, rest) -> video(tag, rest));
            } else if (type == AUDIO && size > 0) {
                AudioTag.read(body, (tag, _, _, rest) -> audio(tag, rest));
            }
            in.skipBytes(TRAILER);
        }
        Track pictureTrack = video;
        Track soundTrack = audio;
        if (pictureTrack == null
                || soundTrack == null
                || sounds.isEmpty()
                || pictures.isEmpty()
                || !pictures.getFirst().keyframe()) {
            throw new MediaException("slate: no pictures that begin with a keyframe, or no sound");
        }
        return new SlateClip(pictureTrack, frameRate, pictures, soundTrack, sounds);
    }

    private void video(VideoTag tag, ByteBuf body) throws MediaException {
        switch (tag) {
            case VideoTag.Configuration(var codec) -> {
                VideoUnits units = VideoUnits.of(codec);
                videoUnits = units;
                if (body.isReadable()) {
                    shows(units.configure(body));
                }
            }
            case VideoTag.AccessUnit unit -> picture(unit, body);
            case VideoTag.Metadata _, VideoTag.EndOfSequence _, VideoTag.Command _ -> {}
            case VideoTag.Unsupported refused ->
                    throw new MediaException("slate: " + refused.refusal());
        }
    }

    private void picture(VideoTag.AccessUnit tag, ByteBuf body) throws MediaException {
        VideoUnits units = videoUnits;
        if (units == null || units.codec() != tag.codec() || tag.compositionOffsetMs() != 0) {
            throw new MediaException("slate: a picture of another codec, or out of order");
        }
        VideoUnit unit = body.isReadable() ? units.read(body) : null;
        if (unit != null) {
            shows(unit.configuration());
            pictures.add(new SlateClip.Picture(unit.keyframe(), held(unit.payload())));
            unit.payload().release();
        }
    }

    private void shows(@Nullable VideoConfiguration told) {
        if (told != null) {
            video = Track.video(told);
        }
    }

    private void audio(AudioTag tag, ByteBuf body) throws MediaException {
        switch (tag) {
            case AudioTag.Configuration(var codec) -> {
                AudioUnits units = AudioUnits.of(codec);
                audioUnits = units;
                if (body.isReadable()) {
                    sounds(units.configure(body));
                }
            }
            case AudioTag.Frame(var codec) -> {
                AudioUnits units = audioUnits;
                if (units == null || units.codec() != codec) {
                    // Some codecs say all in each frame.
                    units = AudioUnits.of(codec);
                    audioUnits = units;
                }
                sound(units, body);
            }
            case AudioTag.ChannelOrder _, AudioTag.EndOfSequence _ -> {}
            case AudioTag.Unsupported refused ->
                    throw new MediaException("slate: " + refused.refusal());
        }
    }

    private void sound(AudioUnits units, ByteBuf body) throws MediaException {
        if (!body.isReadable()) {
            return;
        }
        AudioUnit unit = units.read(body);
        sounds(unit.configuration());
        Track track = audio;
        if (track == null) {
            throw new MediaException("slate: sound before its configuration");
        }
        // The encoder may end with a shorter frame, which the next round's first one replaces.
        if (((AudioConfiguration) track.configuration()).samplesPerFrame() == unit.samples()) {
            sounds.add(held(body));
        }
    }

    private void sounds(@Nullable AudioConfiguration told) {
        if (told != null) {
            audio = Track.audio(told);
        }
    }

    /** Outside the heap, as all media, and of no pool: nobody gives it back. */
    private static ByteBuf held(ByteBuf body) {
        ByteBuffer copy = ByteBuffer.allocateDirect(body.readableBytes());
        body.getBytes(body.readerIndex(), copy);
        return Unpooled.unreleasableBuffer(Unpooled.wrappedBuffer(copy.flip()));
    }
}
