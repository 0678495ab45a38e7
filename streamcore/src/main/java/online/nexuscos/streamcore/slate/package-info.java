/** What a stream shows while nobody publishes: a short clip, made once and played over and over. */
@org.jspecify.annotations.NullMarked
package online.nexuscos.streamcore.slate;
