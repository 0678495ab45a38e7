package online.nexuscos.gateway.streams;

import jakarta.validation.constraints.Size;

/** Which stream. */
record StreamName(@Size(min = 1, max = 64) String name) {}
