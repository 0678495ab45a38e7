/** What is seen of requests and answers from outside the code that serves them. */
@org.jspecify.annotations.NullMarked
package online.nexuscos.gateway.access;
