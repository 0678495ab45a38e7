/** What the program counts, as Prometheus reads it. */
@org.jspecify.annotations.NullMarked
package online.nexuscos.platform.metrics;
