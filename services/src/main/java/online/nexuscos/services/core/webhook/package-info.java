/**
 * Tells other programs of events, signed and at least once (<a
 * href="https://github.com/standard-webhooks/standard-webhooks/blob/main/spec/standard-webhooks.md">Standard
 * Webhooks</a>).
 */
@org.jspecify.annotations.NullMarked
package online.nexuscos.services.core.webhook;
