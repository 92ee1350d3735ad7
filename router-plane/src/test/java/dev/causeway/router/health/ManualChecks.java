package dev.causeway.router.health;

import dev.causeway.router.upstream.EndpointTls;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.PriorityQueue;
import java.util.Set;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * Checks whose time passes by {@link #pass} only. Real connections decide about addresses on
 * loopback; others are up unless a test says that they are down.
 */
public final class ManualChecks implements CheckTimer, Prober {
  private record Due(long at, long order, Runnable task) {}

  private final PriorityQueue<Due> due =
      new PriorityQueue<>(Comparator.comparingLong(Due::at).thenComparingLong(Due::order));
  private final Set<InetSocketAddress> down = new HashSet<>();
  private final Map<InetSocketAddress, List<Long>> probes = new HashMap<>();
  private long now;
  private long order;

  @Override
  public synchronized long nanoTime() {
    return now;
  }

  @Override
  public synchronized void execute(Runnable task) {
    task.run();
  }

  @Override
  public synchronized Runnable schedule(Runnable task, long delayNanos) {
    Due entry = new Due(now + delayNanos, order++, task);
    due.add(entry);
    return () -> due.remove(entry);
  }

  @Override
  public synchronized void probe(
      InetSocketAddress address, @Nullable EndpointTls tls, Consumer<Boolean> result) {
    probes.computeIfAbsent(address, key -> new ArrayList<>()).add(now);
    result.accept(address.getAddress().isLoopbackAddress() ? connects(address) : up(address));
  }

  private static boolean connects(InetSocketAddress address) {
    try (Socket socket = new Socket(address.getAddress(), address.getPort())) {
      return socket.isConnected();
    } catch (IOException e) {
      return false;
    }
  }

  private boolean up(InetSocketAddress address) {
    return !down.contains(address);
  }

  /** Lets time pass and runs what becomes due, in order. */
  public synchronized void pass(long millis) {
    long until = now + millis * 1_000_000;
    for (Due next = due.peek(); next != null && next.at() <= until; next = due.peek()) {
      due.remove(next);
      now = next.at();
      next.task().run();
    }
    now = until;
  }

  synchronized void down(InetSocketAddress address, boolean isDown) {
    if (isDown) {
      down.add(address);
    } else {
      down.remove(address);
    }
  }

  /** When an address was tried, milliseconds. */
  synchronized List<Long> probes(InetSocketAddress address) {
    return probes.getOrDefault(address, List.of()).stream().map(at -> at / 1_000_000).toList();
  }

  synchronized int scheduled() {
    return due.size();
  }
}
