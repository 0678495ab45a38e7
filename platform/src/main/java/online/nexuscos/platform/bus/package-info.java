/**
 * How services run and reach one another: dispatch over the event bus, instances and their
 * circuits, supervision, and the registry that tells of it.
 */
@org.jspecify.annotations.NullMarked
package online.nexuscos.platform.bus;
