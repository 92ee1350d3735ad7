package dev.causeway.routing.model;

import java.util.List;

/**
 * The only source addresses that may use a rule (AN-013).
 *
 * @param networks networks that may; an empty list lets nobody in
 */
public record AccessList(List<Network> networks) {
  /** Copies the list. */
  public AccessList {
    networks = List.copyOf(networks);
  }
}
