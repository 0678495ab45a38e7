package online.nexuscos.streamcore.rtmp.message;

/** An RTMP message: one record for each message of the specification that publishing needs. */
public sealed interface RtmpMessage
        permits SetChunkSize,
                Abort,
                Acknowledgement,
                UserControl,
                WindowAcknowledgementSize,
                SetPeerBandwidth,
                Command,
                DataMessage,
                AudioMessage,
                VideoMessage,
                Unknown {}
