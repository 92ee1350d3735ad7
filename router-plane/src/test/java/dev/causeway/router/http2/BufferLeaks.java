package dev.causeway.router.http2;

import io.netty.buffer.ByteBufAllocator;
import io.netty.buffer.ByteBufUtil;
import java.lang.ref.ReferenceQueue;
import java.lang.ref.WeakReference;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;

/** Collects the buffers that were garbage without having been released. */
final class BufferLeaks {
  private final List<String> leaks = new CopyOnWriteArrayList<>();

  BufferLeaks() {
    ByteBufUtil.setLeakListener((type, records) -> leaks.add(type + records));
  }

  /** Collects garbage and returns what leaked; Netty reports when the next buffers are made. */
  List<String> found() throws InterruptedException {
    for (int round = 0; round < 3; round++) {
      var queue = new ReferenceQueue<byte[]>();
      var sentinel = new WeakReference<>(new byte[1024], queue);
      while (queue.remove(50) == null && !sentinel.refersTo(null)) {
        System.gc();
      }
      for (int i = 0; i < 200; i++) {
        ByteBufAllocator.DEFAULT.buffer(64).release();
      }
    }
    return leaks;
  }
}
