package dev.causeway.router.http;

import dev.causeway.router.headers.HeaderNames;
import dev.causeway.routing.model.Settings;
import dev.causeway.routing.model.Tuning;

/**
 * What holds for heads on a client connection; it keeps the terms it was accepted with.
 *
 * @param maxLineBytes largest request line (RO-014)
 * @param maxHeadBytes largest sum of request line and header lines (RO-035)
 * @param names spelling of header names towards HTTP/1 clients (RO-063)
 */
public record HeadTerms(int maxLineBytes, int maxHeadBytes, HeaderNames names) {
  /** OKD's defaults. */
  public static final HeadTerms DEFAULTS =
      new HeadTerms(
          Tuning.DEFAULTS.headerBufferBytes(),
          Tuning.DEFAULTS.requestHeadBytes(),
          HeaderNames.NONE);

  /** Returns the terms that the shard's settings ask for. */
  public static HeadTerms of(Settings settings) {
    return new HeadTerms(
        settings.tuning().headerBufferBytes(),
        settings.tuning().requestHeadBytes(),
        new HeaderNames(settings.headers().names()));
  }
}
