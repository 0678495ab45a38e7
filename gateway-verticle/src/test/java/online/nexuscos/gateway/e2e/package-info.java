/** Tests of the whole server: the real program, real publishers, real players. */
@org.jspecify.annotations.NullMarked
package online.nexuscos.gateway.e2e;
