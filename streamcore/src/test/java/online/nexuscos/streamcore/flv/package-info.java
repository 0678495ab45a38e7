/** Tests of the FLV tags. */
@org.jspecify.annotations.NullMarked
package online.nexuscos.streamcore.flv;
