/** Ground floor: what every module stands on. */
@org.jspecify.annotations.NullMarked
package online.nexuscos.platform;
