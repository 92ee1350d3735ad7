package dev.causeway.routing.model;

import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What a shard does to the messages of all its HTTP rules.
 *
 * @param actions edits of headers: before the router's own on requests, after the Route's on
 *     responses (RT-060)
 * @param names header names in the spelling that HTTP/1 peers want (RO-063)
 * @param uniqueId header that numbers requests, or null (RO-062)
 * @param compressedTypes media types whose responses are compressed, lower-case (RO-021)
 */
public record HeaderPolicies(
    HeaderActions actions,
    List<String> names,
    @Nullable UniqueId uniqueId,
    List<String> compressedTypes) {
  /** Nothing is done. */
  public static final HeaderPolicies NONE =
      new HeaderPolicies(HeaderActions.NONE, List.of(), null, List.of());

  /** Copies the lists. */
  public HeaderPolicies {
    names = List.copyOf(names);
    compressedTypes = List.copyOf(compressedTypes);
  }

  /**
   * A header that numbers requests.
   *
   * @param name its name
   * @param format its value in the log format that {@code routing.header.UniqueIdFormat} reads
   */
  public record UniqueId(String name, String format) {}
}
