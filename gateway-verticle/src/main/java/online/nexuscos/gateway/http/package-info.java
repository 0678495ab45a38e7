/** The HTTP edge: media straight from the origin, everything else through a router. */
@org.jspecify.annotations.NullMarked
package online.nexuscos.gateway.http;
