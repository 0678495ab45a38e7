/** Tests of restreaming. */
@org.jspecify.annotations.NullMarked
package online.nexuscos.streamcore.restream;
