package dev.causeway.router.headers;

import dev.causeway.router.exchange.ClientFacts;
import dev.causeway.routing.header.HeaderValue;
import dev.causeway.routing.model.HeaderAction;
import io.netty.handler.codec.http.EmptyHttpHeaders;
import io.netty.handler.codec.http.HttpHeaders;
import io.netty.util.AsciiString;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Header actions of one list, compiled (RT-055 to RT-060). Immutable. What users wrote is data: a
 * value ends neither its line nor the head, whatever it is made of.
 */
public final class HeaderEdits {
  /** Does nothing. */
  public static final HeaderEdits NONE = new HeaderEdits(List.of());

  /** Most characters that the dynamic items of one list handle for one message. */
  static final int MOST_CHARACTERS = 128 * 1024;

  /**
   * One action.
   *
   * @param value what is set, or null to remove the header
   * @param fixed the text of a value that is the same for every message, otherwise null
   */
  private record Edit(AsciiString name, @Nullable HeaderValue value, @Nullable String fixed) {
    static Edit of(AsciiString name, @Nullable HeaderValue value) {
      if (value == null) {
        return new Edit(name, null, null);
      }
      boolean fixed = value.parts().stream().allMatch(HeaderValue.Text.class::isInstance);
      return new Edit(
          name,
          value,
          fixed
              ? new HeaderText(EmptyHttpHeaders.INSTANCE, null, Integer.MAX_VALUE).of(value)
              : null);
    }
  }

  private final List<Edit> edits;

  private HeaderEdits(List<Edit> edits) {
    this.edits = edits;
  }

  /**
   * Compiles actions.
   *
   * @param response whether they are for responses
   * @throws IllegalArgumentException if the value of one is outside the grammar
   */
  public static HeaderEdits of(List<HeaderAction> actions, boolean response) {
    List<Edit> edits = new ArrayList<>();
    for (HeaderAction action : actions) {
      String text = action.value();
      HeaderValue value =
          text == null
              ? null
              : HeaderValue.parse(text, response)
                  .orElseThrow(() -> new IllegalArgumentException("value of " + action.name()));
      edits.add(Edit.of(AsciiString.of(action.name()).toLowerCase(), latin1(value)));
    }
    return edits.isEmpty() ? NONE : new HeaderEdits(List.copyOf(edits));
  }

  /** Turns text into chars that each stand for one byte of its UTF-8 form, as heads want it. */
  private static @Nullable HeaderValue latin1(@Nullable HeaderValue value) {
    return value == null
        ? null
        : new HeaderValue(
            value.parts().stream()
                .map(
                    part ->
                        part instanceof HeaderValue.Text text
                            ? new HeaderValue.Text(
                                new String(
                                    text.text().getBytes(StandardCharsets.UTF_8),
                                    StandardCharsets.ISO_8859_1))
                            : part)
                .toList());
  }

  /** Returns whether nothing is edited. */
  boolean isEmpty() {
    return edits.isEmpty();
  }

  /** Edits {@code headers} in place. */
  void apply(HttpHeaders headers, ClientFacts client) {
    HeaderText text = null;
    for (Edit edit : edits) {
      if (edit.value == null) {
        headers.remove(edit.name);
      } else if (edit.fixed != null) {
        headers.set(edit.name, edit.fixed);
      } else {
        if (text == null) {
          text = new HeaderText(headers, client.tls(), MOST_CHARACTERS);
        }
        headers.set(edit.name, text.of(edit.value));
      }
    }
  }
}
