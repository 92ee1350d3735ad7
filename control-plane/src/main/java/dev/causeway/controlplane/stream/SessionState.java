package dev.causeway.controlplane.stream;

import dev.causeway.proto.codec.UndecodableResourceException;
import dev.causeway.proto.codec.WireIds;
import dev.causeway.proto.v1.Hello;
import dev.causeway.proto.v1.InventoryPart;
import dev.causeway.proto.v1.ResourceVersion;
import dev.causeway.routing.model.ResourceKey;
import dev.causeway.routing.version.Inventory;
import org.jspecify.annotations.Nullable;

/**
 * Where a subscriber's stream stands.
 *
 * <pre>
 *   AwaitingHello --Hello--> CatchingUp --position reached or limit--> [ids known?]
 *        |                                                             |yes      |no
 *        |                                                             v         v
 *        |                        Idle <--last part-- TakingInventory <----------+
 *        |                       /    ^
 *        |              dirty   v      \ Result
 *        |                     Offering +--Resync--> TakingInventory
 *        +--------------------------> Closed (from anywhere)
 * </pre>
 */
sealed interface SessionState {
  /** Returns the name shown to people. */
  String label();

  /** Returns whether it is known what the router holds. */
  default boolean isSettled() {
    return this instanceof Idle || this instanceof Offering;
  }

  /** The stream is open and nobody has said anything. */
  record AwaitingHello() implements SessionState {
    @Override
    public String label() {
      return "GREETING";
    }
  }

  /** The router has seen more of the source than this replica has. */
  record CatchingUp(Hello hello) implements SessionState {
    @Override
    public String label() {
      return "GREETING";
    }
  }

  /** The router was asked what it holds, or tells unasked after a Resync. */
  record TakingInventory(Inventory config, Inventory endpoints) implements SessionState {
    /** Returns this with what {@code part} tells. */
    TakingInventory with(InventoryPart part) throws UndecodableResourceException {
      Inventory configs = config;
      Inventory sets = endpoints;
      for (ResourceVersion entry : part.getEntriesList()) {
        ResourceKey key = WireIds.key(entry.getId());
        switch (key.kind().lane()) {
          case CONFIG -> configs = configs.with(key, WireIds.hash(entry.getHash()));
          case ENDPOINTS -> sets = sets.with(key, WireIds.hash(entry.getHash()));
        }
      }
      return new TakingInventory(configs, sets);
    }

    @Override
    public String label() {
      return "GREETING";
    }
  }

  /** Nothing is in flight in the config lane. */
  record Idle() implements SessionState {
    @Override
    public String label() {
      return "IDLE";
    }
  }

  /**
   * A transaction is in flight.
   *
   * @param transaction the transaction; may have parts that are not sent yet
   */
  record Offering(OutgoingTransaction transaction) implements SessionState {
    @Override
    public String label() {
      return "OFFERING";
    }
  }

  /**
   * The stream is over.
   *
   * @param reason why, or null for the router's own leave
   */
  record Closed(@Nullable String reason) implements SessionState {
    @Override
    public String label() {
      return "CLOSED";
    }
  }
}
