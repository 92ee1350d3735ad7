package dev.causeway.benchmarks.attack;

import java.io.IOException;
import java.net.Socket;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ThreadLocalRandom;
import javax.net.ssl.SSLSocket;

/** Shakes hands for names that nobody has, and goes away. */
final class Handshakes implements Attack.Attacker {
  private static final int THREADS = 4;
  private static final int TIMEOUT_MILLIS = 5000;

  @Override
  public void run(Target target, Pace pace) throws InterruptedException {
    List<Thread> threads = new ArrayList<>();
    for (int i = 0; i < THREADS; i++) {
      threads.add(Thread.ofPlatform().start(() -> shake(target, pace)));
    }
    for (Thread thread : threads) {
      thread.join();
    }
  }

  private static void shake(Target target, Pace pace) {
    while (pace.take(1) > 0) {
      try (Socket socket = new Socket()) {
        socket.setSoTimeout(TIMEOUT_MILLIS);
        socket.connect(target.secure());
        try (SSLSocket tls =
            Tls.over(socket, "n" + ThreadLocalRandom.current().nextLong() + ".x")) {
          tls.startHandshake();
        }
      } catch (IOException e) {
        pace.cut();
      }
    }
  }
}
