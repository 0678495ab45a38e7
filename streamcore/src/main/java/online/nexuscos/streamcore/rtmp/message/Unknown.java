package online.nexuscos.streamcore.rtmp.message;

/**
 * A message of a type that publishing does not need, such as a shared object (19); its payload is
 * not kept.
 */
public record Unknown(int type) implements RtmpMessage {}
