/** What the program's parts say of themselves. */
@org.jspecify.annotations.NullMarked
package online.nexuscos.platform.health;
