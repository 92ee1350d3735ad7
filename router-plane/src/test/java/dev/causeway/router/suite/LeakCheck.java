package dev.causeway.router.suite;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.extension.AfterAllCallback;
import org.junit.jupiter.api.extension.ExtensionContext;

/** Fails a test class in which a buffer or a TLS engine was lost; every class has its own JVM. */
public final class LeakCheck implements AfterAllCallback {
  @Override
  public void afterAll(ExtensionContext context) throws Exception {
    assertThat(LeakRecorder.leaksAfterCollection()).isEmpty();
  }
}
