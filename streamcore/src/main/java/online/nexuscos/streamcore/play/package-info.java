/** Sends a stream's packets on as they come: encoded once in each form, shared by its viewers. */
@org.jspecify.annotations.NullMarked
package online.nexuscos.streamcore.play;
