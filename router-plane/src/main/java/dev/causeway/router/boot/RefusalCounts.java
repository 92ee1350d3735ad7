package dev.causeway.router.boot;

import dev.causeway.router.access.AccessLog;
import dev.causeway.router.exchange.ClientFacts;
import dev.causeway.router.http.Cut;
import dev.causeway.router.http.Refusal;
import dev.causeway.router.http.Refusals;
import java.util.EnumMap;
import java.util.Map;
import java.util.concurrent.atomic.LongAdder;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/** Counts and logs what codecs and listeners refuse themselves. Any thread. */
final class RefusalCounts implements Refusals {

  private final Supplier<@Nullable AccessLog> log;
  private final Map<Refusal, LongAdder> answers = adders(Refusal.class);
  private final Map<Cut, LongAdder> cuts = adders(Cut.class);

  private static <E extends Enum<E>> Map<E, LongAdder> adders(Class<E> type) {
    Map<E, LongAdder> adders = new EnumMap<>(type);
    for (E value : type.getEnumConstants()) {
      adders.put(value, new LongAdder());
    }
    return adders;
  }

  /**
   * Creates counts of nothing.
   *
   * @param log returns where refusals are logged, or null for nowhere
   */
  RefusalCounts(Supplier<@Nullable AccessLog> log) {
    this.log = log;
  }

  @Override
  public void accept(Refusal refusal, ClientFacts client, boolean silent, long nanos) {
    adder(answers, refusal).increment();
    AccessLog active = log.get();
    if (active != null) {
      active.refused(refusal, client, silent, nanos);
    }
  }

  @Override
  public void left(ClientFacts client, boolean silent, long nanos) {
    AccessLog active = log.get();
    if (active != null) {
      active.left(client, silent, nanos);
    }
  }

  @Override
  public void cut(Cut why) {
    adder(cuts, why).increment();
  }

  /** Returns how often this was answered since the start. */
  long count(Refusal refusal) {
    return adder(answers, refusal).sum();
  }

  /** Returns how many connections were ended for this since the start. */
  long count(Cut cut) {
    return adder(cuts, cut).sum();
  }

  private static <E> LongAdder adder(Map<E, LongAdder> adders, E key) {
    LongAdder adder = adders.get(key);
    if (adder == null) {
      throw new IllegalStateException("every reason has a counter");
    }
    return adder;
  }
}
