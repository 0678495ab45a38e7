/** Slates: made in a process aside, kept as files, and given to the streams that are always on. */
@org.jspecify.annotations.NullMarked
package online.nexuscos.gateway.slate;
