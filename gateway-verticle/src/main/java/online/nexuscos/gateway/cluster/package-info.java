/** Several nodes that act as one: how they find one another, by Hazelcast. */
@org.jspecify.annotations.NullMarked
package online.nexuscos.gateway.cluster;
