/**
 * The core of the platform: which services, modules and stores there are and how they do, what was
 * done by whom, settings and feature flags. {@link online.nexuscos.services.core.CoreOs} is the
 * service; all else stays inside.
 */
@org.jspecify.annotations.NullMarked
package online.nexuscos.services.core;
