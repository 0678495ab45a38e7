/** How many requests of whom are answered. */
@org.jspecify.annotations.NullMarked
package online.nexuscos.gateway.limit;
