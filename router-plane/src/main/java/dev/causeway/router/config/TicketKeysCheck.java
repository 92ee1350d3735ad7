package dev.causeway.router.config;

import dev.causeway.router.config.ResourceProblem.Code;
import dev.causeway.routing.model.TicketKeys;
import dev.causeway.routing.model.TicketKeys.TicketKey;
import java.util.Arrays;
import java.util.List;

/** Finds ticket keys that protect nothing. */
final class TicketKeysCheck {
  private TicketKeysCheck() {}

  static List<ResourceProblem> problems(TicketKeys keys) {
    for (int i = 0; i < keys.keys().size(); i++) {
      byte[] secret = keys.keys().get(i).secret().reveal();
      int length = secret.length;
      Arrays.fill(secret, (byte) 0);
      if (length != TicketKey.SECRET_BYTES) {
        return List.of(
            new ResourceProblem(
                Code.INVALID_VALUE,
                "keys[" + i + "].secret",
                "a ticket key has " + TicketKey.SECRET_BYTES + " bytes, not " + length));
      }
    }
    return List.of();
  }
}
