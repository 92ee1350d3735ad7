package dev.causeway.routing.input;

import org.jspecify.annotations.Nullable;

/**
 * A backend of a Route as written.
 *
 * @param kind kind of the backend, {@code Service} where absent (RT-010)
 * @param name name of the backend
 * @param weight weight as written, or null where absent
 */
public record BackendRef(String kind, String name, @Nullable Integer weight) {}
