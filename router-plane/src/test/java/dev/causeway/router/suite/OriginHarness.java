package dev.causeway.router.suite;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Timeout;

/** An origin for each test, for those that start routers of their own. */
@Timeout(60)
abstract class OriginHarness {
  private TestOrigin origin;

  @BeforeEach
  void startOrigin() throws Exception {
    origin = TestOrigin.plain("origin");
  }

  @AfterEach
  void stopOrigin() throws Exception {
    origin.close();
  }

  @AfterAll
  static void lookForLeaks() throws Exception {
    assertThat(LeakRecorder.leaksAfterCollection()).isEmpty();
  }

  TestOrigin origin() {
    return origin;
  }
}
