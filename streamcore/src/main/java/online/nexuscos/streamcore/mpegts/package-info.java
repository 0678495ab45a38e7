/**
 * MPEG transport streams (ISO/IEC 13818-1), put together and taken apart, without sockets, threads
 * or clocks.
 */
@org.jspecify.annotations.NullMarked
package online.nexuscos.streamcore.mpegts;
