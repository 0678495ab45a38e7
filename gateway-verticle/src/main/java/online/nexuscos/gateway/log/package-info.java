/** How log lines look. */
@org.jspecify.annotations.NullMarked
package online.nexuscos.gateway.log;
