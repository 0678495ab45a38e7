/**
 * Pull ingest: channels whose media the server fetches itself. What reads strangers' bytes natively
 * stands behind {@link online.nexuscos.streamcore.pull.SourceReader}.
 */
@org.jspecify.annotations.NullMarked
package online.nexuscos.streamcore.pull;
