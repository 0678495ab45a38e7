/** Measures the server beside its peers, from outside, as processes. See docs/benchmarks.md. */
@org.jspecify.annotations.NullMarked
package online.nexuscos.bench;
