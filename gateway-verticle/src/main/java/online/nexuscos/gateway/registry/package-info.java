/** The service {@code core-os}: which services and modules there are, and how they are. */
@org.jspecify.annotations.NullMarked
package online.nexuscos.gateway.registry;
