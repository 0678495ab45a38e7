/** The live streams as the service {@code streamcore}: what is on, and what changes. */
@org.jspecify.annotations.NullMarked
package online.nexuscos.gateway.streams;
