package dev.causeway.router.gateway;

import dev.causeway.router.failure.FailureCategory;
import dev.causeway.router.failure.ProxyFailure;
import java.io.IOException;

/**
 * The engine could not get a response from any endpoint. An {@link IOException}, because that is
 * what filters such as Retry take for a failure of the network. Has no stack trace, it is an
 * outcome.
 */
public final class UpstreamFailureException extends IOException {

  private static final long serialVersionUID = 1L;

  private final FailureCategory category;

  UpstreamFailureException(ProxyFailure failure) {
    super(failure.getMessage(), failure);
    this.category = failure.category();
  }

  /** Returns what went wrong; it decides status and page of the answer. */
  public FailureCategory category() {
    return category;
  }

  @Override
  public synchronized Throwable fillInStackTrace() {
    return this;
  }
}
