package dev.causeway.routing.model;

import org.jspecify.annotations.Nullable;

/**
 * One edit of a header (RT-055 to RT-058).
 *
 * @param name name of the header
 * @param value what all its values are replaced by, as written, dynamic items included; null
 *     removes the header
 */
public record HeaderAction(String name, @Nullable String value) {}
