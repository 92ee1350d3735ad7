package dev.causeway.routing.input;

/**
 * A Namespace; only its labels matter, for {@code namespaceSelector}.
 *
 * @param key identity
 * @param metadata metadata
 * @param origin where it was read from
 */
public record NamespaceInput(ObjectKey key, Metadata metadata, Origin origin) implements Input {}
