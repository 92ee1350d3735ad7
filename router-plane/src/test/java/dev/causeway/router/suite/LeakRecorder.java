package dev.causeway.router.suite;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.PooledByteBufAllocator;
import io.netty.util.ResourceLeakDetector;
import java.lang.ref.PhantomReference;
import java.lang.ref.ReferenceQueue;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;

/**
 * Netty's leak detector, remembering what it reports. The build names it in {@code
 * io.netty.customResourceLeakDetector}.
 */
public final class LeakRecorder<T> extends ResourceLeakDetector<T> {

  private static final Queue<String> LEAKS = new ConcurrentLinkedQueue<>();

  /** Called by Netty. */
  @SuppressWarnings("deprecation")
  public LeakRecorder(Class<?> resourceType, int samplingInterval, long maxActive) {
    super(resourceType, samplingInterval);
  }

  /** Called by Netty. */
  @SuppressWarnings("deprecation")
  public LeakRecorder(Class<?> resourceType, int samplingInterval) {
    super(resourceType, samplingInterval);
  }

  @Override
  protected void reportTracedLeak(String resourceType, String records) {
    LEAKS.add(resourceType + records);
    super.reportTracedLeak(resourceType, records);
  }

  @Override
  protected void reportUntracedLeak(String resourceType) {
    LEAKS.add(resourceType);
    super.reportUntracedLeak(resourceType);
  }

  /** Collects garbage, lets the detector look, and returns everything reported so far. */
  static List<String> leaksAfterCollection() throws InterruptedException {
    for (int round = 0; round < 3; round++) {
      ReferenceQueue<Object> collected = new ReferenceQueue<>();
      PhantomReference<Object> sentinel = new PhantomReference<>(new Object(), collected);
      while (collected.remove(200) == null) {
        System.gc();
      }
      sentinel.clear();
      for (int i = 0; i < 64; i++) {
        // The detector reports when the next buffer is tracked.
        ByteBuf probe = PooledByteBufAllocator.DEFAULT.buffer(16);
        probe.release();
      }
    }
    return List.copyOf(LEAKS);
  }
}
