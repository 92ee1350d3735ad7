package dev.causeway.router.engine;

import static org.assertj.core.api.Assertions.assertThat;

import io.netty.buffer.ByteBufUtil;
import io.netty.buffer.PooledByteBufAllocator;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import org.junit.jupiter.api.extension.AfterAllCallback;
import org.junit.jupiter.api.extension.BeforeAllCallback;
import org.junit.jupiter.api.extension.ExtensionContext;

/** Fails a test class in which a buffer was lost; the detector runs at its strictest level. */
final class LeakCheck implements BeforeAllCallback, AfterAllCallback {
  private final Queue<String> leaks = new ConcurrentLinkedQueue<>();

  @Override
  public void beforeAll(ExtensionContext context) {
    ByteBufUtil.setLeakListener((type, records) -> leaks.add(type + ": " + records));
  }

  @Override
  public void afterAll(ExtensionContext context) {
    for (int i = 0; i < 5; i++) {
      System.gc();
      // Leaks are reported when the next buffers are made.
      for (int j = 0; j < 64; j++) {
        PooledByteBufAllocator.DEFAULT.directBuffer(16).release();
        PooledByteBufAllocator.DEFAULT.heapBuffer(16).release();
      }
    }
    assertThat(leaks).isEmpty();
  }
}
