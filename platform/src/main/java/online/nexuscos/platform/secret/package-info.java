/** Seals what the database keeps, so that a copy of it gives no secret away. */
@org.jspecify.annotations.NullMarked
package online.nexuscos.platform.secret;
