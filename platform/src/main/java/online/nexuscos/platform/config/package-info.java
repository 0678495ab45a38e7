/** The configuration: one annotated file, the environment above it, immutable records out of it. */
@org.jspecify.annotations.NullMarked
package online.nexuscos.platform.config;
