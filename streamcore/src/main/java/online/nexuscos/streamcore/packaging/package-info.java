/** Cuts a stream into CMAF parts and segments and keeps its window. */
@org.jspecify.annotations.NullMarked
package online.nexuscos.streamcore.packaging;
