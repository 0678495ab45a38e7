/** Takes live streams along to other servers, each target on a queue of its own. */
@org.jspecify.annotations.NullMarked
package online.nexuscos.streamcore.restream;
