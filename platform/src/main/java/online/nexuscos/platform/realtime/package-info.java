/** Topics: what changes, told as a snapshot and numbered changes after it. */
@org.jspecify.annotations.NullMarked
package online.nexuscos.platform.realtime;
