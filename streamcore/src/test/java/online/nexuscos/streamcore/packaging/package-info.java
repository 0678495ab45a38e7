/** Tests of packaging. */
@org.jspecify.annotations.NullMarked
package online.nexuscos.streamcore.packaging;
