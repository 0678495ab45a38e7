/**
 * What the author of a service sees: the one contract that everything with a name in {@code
 * services.tsv} keeps. docs/services.md shows how to add one.
 */
@org.jspecify.annotations.NullMarked
package online.nexuscos.platform.service;
