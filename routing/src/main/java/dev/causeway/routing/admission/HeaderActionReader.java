package dev.causeway.routing.admission;

import dev.causeway.routing.header.HeaderName;
import dev.causeway.routing.header.HeaderValue;
import dev.causeway.routing.input.HeaderActionsInput;
import dev.causeway.routing.model.HeaderAction;
import dev.causeway.routing.model.HeaderActions;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.function.BiConsumer;
import org.jspecify.annotations.Nullable;

/** Reads header actions and says which cannot be used (RT-055 to RT-058, IC-030). */
public final class HeaderActionReader {
  /** Path of the lists in a Route and in an IngressController. */
  public static final String FIELD = "spec.httpHeaders.actions";

  private static final int MOST_ENTRIES = 20;
  private static final Set<String> FORBIDDEN =
      Set.of("strict-transport-security", "proxy", "cookie", "set-cookie");

  /** Headers by which the router frames messages; {@code Content-Length} of requests too. */
  private static final Set<String> FRAMING =
      Set.of(
          "content-length",
          "transfer-encoding",
          "connection",
          "upgrade",
          "keep-alive",
          "proxy-connection");

  private HeaderActionReader() {}

  /**
   * Returns the entries that can be used.
   *
   * @param hostForbidden whether {@code Host} may not be edited, as in an IngressController
   * @param problem told of entries that are wrong, by field and rest of a sentence
   * @param remark told of entries that are valid and have no effect
   */
  public static HeaderActions read(
      HeaderActionsInput input,
      boolean hostForbidden,
      BiConsumer<String, String> problem,
      BiConsumer<String, String> remark) {
    return new HeaderActions(
        read(input.request(), false, hostForbidden, problem, remark),
        read(input.response(), true, hostForbidden, problem, remark));
  }

  private static List<HeaderAction> read(
      List<HeaderActionsInput.Edit> entries,
      boolean response,
      boolean hostForbidden,
      BiConsumer<String, String> problem,
      BiConsumer<String, String> remark) {
    String list = FIELD + (response ? ".response" : ".request");
    if (entries.size() > MOST_ENTRIES) {
      problem.accept(list, "has more than " + MOST_ENTRIES + " entries; remove some");
    }
    List<HeaderAction> actions = new ArrayList<>();
    Set<String> names = new HashSet<>();
    for (int i = 0; i < Math.min(entries.size(), MOST_ENTRIES); i++) {
      HeaderActionsInput.Edit entry = entries.get(i);
      String field = list + "[" + i + "]";
      Wrong wrong = wrong(entry, response, hostForbidden);
      if (wrong == null && !names.add(entry.name())) {
        wrong = new Wrong("name", Quoted.of(entry.name()) + " occurs twice; remove one");
      }
      if (wrong != null) {
        problem.accept(field + "." + wrong.field(), wrong.message());
      } else if (isFraming(entry, response)) {
        remark.accept(
            field + ".name",
            Quoted.of(entry.name())
                + " is not edited: the router itself decides how messages are framed; remove the"
                + " entry");
      } else {
        actions.add(new HeaderAction(entry.name(), entry.value()));
      }
    }
    return actions;
  }

  /** A response may lose its {@code Content-Length}: it is then sent in chunks. */
  private static boolean isFraming(HeaderActionsInput.Edit entry, boolean response) {
    String name = entry.name().toLowerCase(Locale.ROOT);
    return FRAMING.contains(name)
        && !(response && name.equals("content-length") && entry.value() == null);
  }

  /** A field of an entry and what is wrong with it. */
  private record Wrong(String field, String message) {}

  private static @Nullable Wrong wrong(
      HeaderActionsInput.Edit entry, boolean response, boolean hostForbidden) {
    String name = entry.name().toLowerCase(Locale.ROOT);
    if (!HeaderName.isValid(entry.name())) {
      return new Wrong("name", Quoted.of(entry.name()) + " is not the name of a header");
    }
    if (FORBIDDEN.contains(name) || (hostForbidden && name.equals("host"))) {
      return new Wrong("name", Quoted.of(entry.name()) + " may not be edited; remove the entry");
    }
    return switch (entry.type()) {
      case "Set" -> {
        String value = entry.value();
        if (value == null || value.isEmpty()) {
          yield new Wrong("action.set.value", "is required for type Set");
        }
        yield HeaderValue.parse(value, response).isPresent()
            ? null
            : new Wrong(
                "action.set.value",
                Quoted.of(value)
                    + " is not valid: write text, %% for a percent sign, and %["
                    + (response ? "res" : "req")
                    + ".hdr(NAME)] or %[ssl_c_der], each with ,lower or ,base64 where wanted");
      }
      case "Delete" ->
          entry.value() == null
              ? null
              : new Wrong("action.set", "is not possible with type Delete; remove it");
      default ->
          new Wrong("action.type", Quoted.of(entry.type()) + " is not one of Set and Delete");
    };
  }
}
