/** The certificates that HTTPS shows. */
@org.jspecify.annotations.NullMarked
package online.nexuscos.gateway.tls;
