package dev.causeway.benchmarks.attack;

import java.io.BufferedInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.net.Socket;
import java.time.Duration;
import java.util.Arrays;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLongArray;
import java.util.concurrent.locks.LockSupport;
import org.jspecify.annotations.Nullable;

/**
 * An honest client at a constant rate: a request is due when its time has come, whether the ones
 * before were answered or not, and its time counts from then (open loop). Half of the requests go
 * over kept connections in clear text, a quarter over kept TLS connections, all of them opened
 * before; a quarter opens a connection of its own.
 */
final class Bystander {
  private static final int WORKERS = 16;
  private static final int KINDS = 4;
  private static final int TIMEOUT_MILLIS = 5000;
  private static final int GRACE_MILLIS = 2 * TIMEOUT_MILLIS;

  private final Target target;
  private final int perSecond;

  Bystander(Target target, int perSecond) {
    this.target = target;
    this.perSecond = perSecond;
  }

  /** Sends requests for some time and waits for the last of them. */
  Latencies run(Duration length) throws InterruptedException {
    int count = Math.toIntExact(perSecond * length.toMillis() / 1000);
    Run run = new Run(count);
    Thread[] workers = new Thread[WORKERS];
    for (int i = 0; i < WORKERS; i++) {
      workers[i] = Thread.ofPlatform().name("bystander-" + i).start(run::work);
    }
    run.begin();
    run.schedule();
    for (Thread worker : workers) {
      worker.join(GRACE_MILLIS);
    }
    return run.result();
  }

  /** One run, shared by its workers. */
  private final class Run {
    private final AtomicLongArray micros;
    private final AtomicInteger next = new AtomicInteger();
    private final AtomicInteger failures = new AtomicInteger();
    private final Semaphore due = new Semaphore(0);
    private final CountDownLatch ready = new CountDownLatch(WORKERS);
    private volatile long start;
    private final long gap = 1_000_000_000L / perSecond;

    Run(int count) {
      micros = new AtomicLongArray(count);
    }

    /** Waits until the kept connections stand. */
    void begin() throws InterruptedException {
      ready.await(GRACE_MILLIS, TimeUnit.MILLISECONDS);
      start = System.nanoTime();
    }

    void schedule() {
      for (int i = 0; i < micros.length(); i++) {
        long at = start + i * gap;
        for (long left = at - System.nanoTime(); left > 0; left = at - System.nanoTime()) {
          LockSupport.parkNanos(left);
        }
        due.release();
      }
      // The workers come to the end.
      due.release(WORKERS);
    }

    void work() {
      Connection plain = opened(false);
      Connection secure = opened(true);
      ready.countDown();
      while (true) {
        due.acquireUninterruptibly();
        int number = next.getAndIncrement();
        if (number >= micros.length()) {
          close(plain);
          close(secure);
          return;
        }
        switch (number % KINDS) {
          case 0 -> secure = kept(secure, true, number);
          case 1 -> close(kept(null, false, number));
          default -> plain = kept(plain, false, number);
        }
      }
    }

    /** Opens a connection and asks once; null if that fails, as a request will find as well. */
    private @Nullable Connection opened(boolean tls) {
      Connection connection = null;
      try {
        connection = new Connection(target, tls);
        if (connection.get()) {
          return connection;
        }
      } catch (IOException e) {
        // What is measured opens it again.
      }
      Bystander.close(connection);
      return null;
    }

    /** Sends a request on a connection, opening it first if there is none; null if it broke. */
    private @Nullable Connection kept(@Nullable Connection known, boolean tls, int number) {
      Connection connection = known;
      boolean answered = false;
      try {
        if (connection == null) {
          connection = new Connection(target, tls);
        }
        answered = connection.get();
      } catch (IOException e) {
        // Counted below.
      }
      micros.set(number, (System.nanoTime() - start - number * gap) / 1000);
      if (!answered) {
        failures.incrementAndGet();
        close(connection);
        return null;
      }
      return connection;
    }

    Latencies result() {
      long[] times = new long[micros.length()];
      Arrays.setAll(times, micros::get);
      return new Latencies(times, failures.get());
    }
  }

  private static void close(@Nullable Connection connection) {
    if (connection != null) {
      connection.close();
    }
  }

  /** An HTTP/1.1 connection. */
  private static final class Connection implements AutoCloseable {
    private final byte[] request = Http1.request(Target.BYSTANDER, "/");

    private final Socket socket;
    private final InputStream in;

    Connection(Target target, boolean secure) throws IOException {
      Socket plain = new Socket();
      try {
        plain.setSoTimeout(TIMEOUT_MILLIS);
        plain.setTcpNoDelay(true);
        plain.connect(secure ? target.secure() : target.plain(), TIMEOUT_MILLIS);
        socket = secure ? Tls.over(plain, Target.BYSTANDER) : plain;
        in = new BufferedInputStream(socket.getInputStream());
      } catch (IOException e) {
        plain.close();
        throw e;
      }
    }

    boolean get() throws IOException {
      socket.getOutputStream().write(request);
      socket.getOutputStream().flush();
      return Http1.answer(in).startsWith("http/1.1 200");
    }

    @Override
    public void close() {
      try {
        socket.close();
      } catch (IOException e) {
        // Gone either way.
      }
    }
  }
}
