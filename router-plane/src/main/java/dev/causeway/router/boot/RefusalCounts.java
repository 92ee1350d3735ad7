package dev.causeway.router.boot;

import dev.causeway.router.http.Refusal;
import java.util.EnumMap;
import java.util.Map;
import java.util.concurrent.atomic.LongAdder;
import java.util.function.Consumer;

/** Counts the answers that codecs make themselves. Any thread. */
final class RefusalCounts implements Consumer<Refusal> {

  private final Map<Refusal, LongAdder> counts = new EnumMap<>(Refusal.class);

  RefusalCounts() {
    for (Refusal refusal : Refusal.values()) {
      counts.put(refusal, new LongAdder());
    }
  }

  @Override
  public void accept(Refusal refusal) {
    adder(refusal).increment();
  }

  /** Returns how often this was answered since the start. */
  long count(Refusal refusal) {
    return adder(refusal).sum();
  }

  private LongAdder adder(Refusal refusal) {
    LongAdder adder = counts.get(refusal);
    if (adder == null) {
      throw new IllegalStateException("every refusal has a counter");
    }
    return adder;
  }
}
