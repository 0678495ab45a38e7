/** Problem details for HTTP interfaces (RFC 9457). */
@org.jspecify.annotations.NullMarked
package online.nexuscos.platform.problem;
