/**
 * The lighter services, a package for each module of the platform. Packages never import one
 * another: they talk over the bus.
 */
@org.jspecify.annotations.NullMarked
package online.nexuscos.services;
