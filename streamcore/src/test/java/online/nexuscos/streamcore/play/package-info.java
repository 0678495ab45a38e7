@org.jspecify.annotations.NullMarked
package online.nexuscos.streamcore.play;
