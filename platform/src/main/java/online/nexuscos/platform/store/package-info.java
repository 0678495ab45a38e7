/**
 * The servers that hold data: our own, started when somebody asks and ended with the program, or an
 * operator's.
 */
@org.jspecify.annotations.NullMarked
package online.nexuscos.platform.store;
