/** FLV tags, the payload of RTMP audio and video messages: bytes to records and back. */
@org.jspecify.annotations.NullMarked
package online.nexuscos.streamcore.flv;
