/** Addresses of others: which of them this program calls on somebody's behalf. */
@org.jspecify.annotations.NullMarked
package online.nexuscos.platform.net;
