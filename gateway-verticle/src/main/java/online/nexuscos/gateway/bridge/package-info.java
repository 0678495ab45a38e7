/** From HTTP and WebSocket to the event bus, and back. */
@org.jspecify.annotations.NullMarked
package online.nexuscos.gateway.bridge;
