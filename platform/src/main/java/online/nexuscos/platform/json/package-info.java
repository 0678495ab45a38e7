/** Records to JSON and back, and the schemas that they keep. */
@org.jspecify.annotations.NullMarked
package online.nexuscos.platform.json;
