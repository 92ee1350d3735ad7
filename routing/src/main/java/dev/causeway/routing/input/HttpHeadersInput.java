package dev.causeway.routing.input;

import java.util.List;

/**
 * What an IngressController says about heads and bodies of HTTP messages; absent text is empty.
 *
 * @param actions {@code spec.httpHeaders.actions} (IC-030)
 * @param forwardedPolicy {@code spec.httpHeaders.forwardedHeaderPolicy} (IC-027)
 * @param nameCases {@code spec.httpHeaders.headerNameCaseAdjustments} (IC-029)
 * @param uniqueIdName {@code spec.httpHeaders.uniqueId.name} (IC-028)
 * @param uniqueIdFormat {@code spec.httpHeaders.uniqueId.format} (IC-028)
 * @param compressedTypes {@code spec.httpCompression.mimeTypes} (IC-034)
 * @param errorPages {@code spec.httpErrorCodePages.name} (IC-008)
 */
public record HttpHeadersInput(
    HeaderActionsInput actions,
    String forwardedPolicy,
    List<String> nameCases,
    String uniqueIdName,
    String uniqueIdFormat,
    List<String> compressedTypes,
    String errorPages) {
  /** Nothing said. */
  public static final HttpHeadersInput NONE =
      new HttpHeadersInput(HeaderActionsInput.NONE, "", List.of(), "", "", List.of(), "");

  /** Copies the lists. */
  public HttpHeadersInput {
    nameCases = List.copyOf(nameCases);
    compressedTypes = List.copyOf(compressedTypes);
  }
}
