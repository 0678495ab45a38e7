/** The program: its commands, and the server that they start. */
@org.jspecify.annotations.NullMarked
package online.nexuscos.gateway;
