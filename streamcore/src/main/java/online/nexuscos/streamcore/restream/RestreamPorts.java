package online.nexuscos.streamcore.restream;

import io.netty.channel.EventLoop;
import java.time.InstantSource;
import java.util.function.Supplier;
import online.nexuscos.platform.net.AddressPolicy;
import online.nexuscos.streamcore.restream.Sender.Opener;
import online.nexuscos.streamcore.rtmp.client.RtmpAddress;

/**
 * What targets need of the rest of the program.
 *
 * @param loops the next loop that a target may live on
 * @param names resolves the name of a host
 * @param policy for addresses that were not named by the operator
 * @param guard knows the targets that are this server itself
 */
record RestreamPorts(
        Supplier<EventLoop> loops,
        HostNames names,
        AddressPolicy policy,
        LoopGuard guard,
        Opener<RtmpAddress> rtmp,
        Opener<SrtAddress> srt,
        Backoff backoff,
        InstantSource clock,
        RestreamMetrics metrics) {}
