package dev.causeway.routing.model;

import java.util.List;

/**
 * The keys of a shard that TLS session tickets are protected with, so that a session begun on one
 * router goes on at another. Routers derive a key per serving context from each of them.
 *
 * @param shard shard the keys belong to
 * @param keys keys, never empty: the first protects new tickets, tickets of the others are accepted
 */
public record TicketKeys(String shard, List<TicketKey> keys) implements Resource {
  /** The name of the one set of ticket keys of a shard. */
  public static final String NAME = "ticket-keys";

  /** Copies the list and checks that it is not empty. */
  public TicketKeys {
    keys = List.copyOf(keys);
    if (keys.isEmpty()) {
      throw new IllegalArgumentException("there is no ticket key");
    }
  }

  @Override
  public ResourceKind kind() {
    return ResourceKind.TICKET_KEYS;
  }

  @Override
  public String name() {
    return NAME;
  }

  /**
   * One key.
   *
   * @param id public name of the key, hexadecimal
   * @param secret the key, {@value #SECRET_BYTES} bytes
   */
  public record TicketKey(String id, KeyMaterial secret) {
    /** Length of a key, bytes. */
    public static final int SECRET_BYTES = 32;
  }
}
