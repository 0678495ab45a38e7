/** Live streams by name: who publishes, who reads, and what they hand over. */
@org.jspecify.annotations.NullMarked
package online.nexuscos.streamcore.hub;
