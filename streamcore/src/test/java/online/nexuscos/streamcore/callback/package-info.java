/** Tests of the hub. */
@org.jspecify.annotations.NullMarked
package online.nexuscos.streamcore.callback;
