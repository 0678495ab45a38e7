/** Tests of the publisher. */
@org.jspecify.annotations.NullMarked
package online.nexuscos.streamcore.rtmp.client;
