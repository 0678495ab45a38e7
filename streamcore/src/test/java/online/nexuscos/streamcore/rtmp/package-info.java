/** Tests of the RTMP session, its server and its way to the hub. */
@org.jspecify.annotations.NullMarked
package online.nexuscos.streamcore.rtmp;
