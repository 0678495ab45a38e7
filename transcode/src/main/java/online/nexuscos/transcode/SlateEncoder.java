package online.nexuscos.transcode;

import java.util.List;
import online.nexuscos.streamcore.slate.SlateForm;
import online.nexuscos.transcode.SlateOptions.Moving;
import org.bytedeco.ffmpeg.avutil.AVFrame;
import org.bytedeco.ffmpeg.global.avutil;

/**
 * Encodes a slate: pictures without B-frames in closed groups, and sound. It takes a second or so
 * of one processor, and reads what may be anybody's: it belongs into a process of its own.
 */
public final class SlateEncoder implements AutoCloseable {
    private final SlateOptions options;
    private final Encoder video;
    private final Encoder audio;
    private final RtmpOutput output;

    private SlateEncoder(SlateOptions options) {
        this.options = options;
        SlateForm form = options.form();
        video = Encoder.video(form.videoCodec(), form.width(), form.height(), form.frameRate());
        try {
            audio = Encoder.audio(form.audioCodec(), form.sampleRate(), form.channels());
        } catch (RuntimeException e) {
            video.close();
            throw e;
        }
        try {
            output = new RtmpOutput(options.output().toString(), List.of(video, audio));
        } catch (RuntimeException e) {
            audio.close();
            video.close();
            throw e;
        }
    }

    /**
     * Writes the whole file.
     *
     * @throws FfmpegException what is to be shown cannot be decoded, or the file not be written
     */
    public static void encode(SlateOptions options) {
        avutil.av_log_set_level(avutil.AV_LOG_ERROR);
        try (SlateEncoder encoder = new SlateEncoder(options)) {
            encoder.run();
        }
    }

    private void run() {
        SlateForm form = options.form();
        SlateScene scene = new SlateScene(form, options.content());
        boolean moving = options.content() instanceof Moving;
        long most =
                (long) form.frameRate()
                        * (moving ? SlateScene.MOVING_SECONDS : SlateScene.STILL_SECONDS);
        int samples = audio.samplesPerFrame();
        long pictures = 0;
        long sounds = 0;
        try (FilterSource picture = new FilterSource(scene.video());
                FilterSource sound = sound(scene, moving)) {
            AVFrame frame = picture.poll();
            if (frame == null) {
                throw new FfmpegException("there is no picture in it");
            }
            while (frame != null && pictures < most) {
                send(video, frame, pictures++);
                while (sounds * samples * form.frameRate() < pictures * form.sampleRate()) {
                    send(audio, sound.next(), sounds++ * samples);
                }
                frame = picture.poll();
            }
        }
        video.encode(null, packet -> output.write(packet, video));
        audio.encode(null, packet -> output.write(packet, audio));
    }

    /** A clip without sound is a silent one. */
    private FilterSource sound(SlateScene scene, boolean moving) {
        String format = audio.sampleFormat();
        int samples = audio.samplesPerFrame();
        if (moving) {
            try {
                return new FilterSource(scene.audio(true, format, samples));
            } catch (FfmpegException e) {
                return new FilterSource(scene.audio(false, format, samples));
            }
        }
        return new FilterSource(scene.audio(false, format, samples));
    }

    private void send(Encoder encoder, AVFrame frame, long pts) {
        frame.pts(pts);
        encoder.encode(frame, packet -> output.write(packet, encoder));
    }

    @Override
    public void close() {
        output.close();
        audio.close();
        video.close();
    }
}
