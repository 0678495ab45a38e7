package online.nexuscos.streamcore.media;

/** The brightness that a picture can show, by the names that HLS gives it. */
public enum VideoRange {
    SDR,
    HLG,
    PQ
}
