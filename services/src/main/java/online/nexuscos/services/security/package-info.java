/**
 * Who somebody is and what they may do: accounts and organisations (user-auth), sessions
 * (session-manager), tokens and signing keys (token-manager). {@link
 * online.nexuscos.services.security.Accounts} is the door; all else stays inside.
 */
@org.jspecify.annotations.NullMarked
package online.nexuscos.services.security;
