/** What all services declare, as one OpenAPI document. */
@org.jspecify.annotations.NullMarked
package online.nexuscos.platform.openapi;
