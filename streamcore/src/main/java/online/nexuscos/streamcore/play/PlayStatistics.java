package online.nexuscos.streamcore.play;

/**
 * What has been counted of all viewers of one form.
 *
 * @param viewers now
 * @param bytes handed to connections so far
 * @param dropped packets that viewers were too slow for
 * @param tooSlow viewers who were closed since they stayed slow
 */
public record PlayStatistics(long viewers, long bytes, long dropped, long tooSlow) {}
