package dev.causeway.router.config;

import dev.causeway.routing.header.HeaderValue;
import dev.causeway.routing.model.HeaderAction;
import dev.causeway.routing.model.HeaderActions;
import java.util.List;

/** Finds header actions that no programme can be made of. */
final class HeaderActionCheck {
  private HeaderActionCheck() {}

  static boolean isUsable(HeaderActions actions) {
    return isUsable(actions.request(), false) && isUsable(actions.response(), true);
  }

  private static boolean isUsable(List<HeaderAction> actions, boolean response) {
    return actions.stream()
        .map(HeaderAction::value)
        .allMatch(value -> value == null || HeaderValue.parse(value, response).isPresent());
  }
}
