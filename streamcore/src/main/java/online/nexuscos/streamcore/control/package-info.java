/**
 * Channels as records: who owns them, which keys open them, and who may watch. {@link
 * online.nexuscos.streamcore.control.Channels} is the door; the live path asks it, and does without
 * it where all channels stand in the configuration.
 */
@org.jspecify.annotations.NullMarked
package online.nexuscos.streamcore.control;
