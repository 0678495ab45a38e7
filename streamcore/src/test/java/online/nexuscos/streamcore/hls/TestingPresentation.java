package online.nexuscos.streamcore.hls;

import io.netty.channel.EventLoop;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import online.nexuscos.streamcore.packaging.Presentation;
import online.nexuscos.streamcore.packaging.Rendition;
import org.jspecify.annotations.Nullable;

/** A presentation of scripted renditions; its steps are taken on its loop. */
final class TestingPresentation implements Presentation {
    private final EventLoop loop;
    private volatile List<Rendition> renditions = List.of();
    private @Nullable ChangeListener listener;

    TestingPresentation(EventLoop loop) {
        this.loop = loop;
    }

    /** The renditions have their first parts. */
    void start(TestingRendition... all) {
        onLoop(() -> {
            renditions = List.<Rendition>of(all);
            for (TestingRendition rendition : all) {
                rendition.onChange(() -> changed(rendition));
                changed(rendition);
            }
        });
    }

    private void changed(Rendition rendition) {
        ChangeListener told = listener;
        if (told != null) {
            told.changed(rendition);
        }
    }

    /** Takes a step on the loop, and returns when it is taken. */
    void onLoop(Runnable step) {
        try {
            CompletableFuture.runAsync(step, loop).get(10, TimeUnit.SECONDS);
        } catch (Exception e) {
            throw new IllegalStateException("step failed", e);
        }
    }

    @Override
    public String name() {
        return "demo";
    }

    @Override
    public EventLoop loop() {
        return loop;
    }

    @Override
    public List<Rendition> renditions() {
        return renditions;
    }

    @Override
    public void onChange(ChangeListener newListener) {
        listener = newListener;
    }
}
