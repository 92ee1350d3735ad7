package dev.causeway.benchmarks.subject;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import java.util.function.BooleanSupplier;

/** The processes of one run; all of them end with it, last started first. */
public final class Processes implements AutoCloseable {

  private static final Duration START_LIMIT = Duration.ofMinutes(4);
  private static final long POLL_NANOS = TimeUnit.MILLISECONDS.toNanos(50);
  private static final int CONNECT_MILLIS = 200;

  private final Path folder;
  private final Deque<Process> running = new ArrayDeque<>();
  private final HttpClient http = HttpClient.newHttpClient();

  /** Creates a supervisor that keeps files and logs in a folder. */
  public Processes(Path folder) {
    this.folder = folder;
  }

  /** Returns the folder for files and logs. */
  public Path folder() {
    return folder;
  }

  /** Starts a program whose output goes to {@code <name>.log} in the folder. */
  public Process start(String name, List<String> command) throws IOException {
    Process process =
        new ProcessBuilder(command)
            .directory(folder.toFile())
            .redirectErrorStream(true)
            .redirectOutput(folder.resolve(name + ".log").toFile())
            .start();
    process.getOutputStream().close();
    running.push(process);
    return process;
  }

  /** Starts a program that is talked to; what it complains of goes to its log. */
  public Process startPiped(String name, List<String> command) throws IOException {
    Process process =
        new ProcessBuilder(command)
            .directory(folder.toFile())
            .redirectError(folder.resolve(name + ".log").toFile())
            .start();
    running.push(process);
    return process;
  }

  /** Writes a file of the run. */
  public Path write(String name, String content) throws IOException {
    Path file = folder.resolve(name);
    Files.createDirectories(file.getParent());
    return Files.writeString(file, content);
  }

  /** Returns a port nobody listens on at the moment. */
  public static int freePort() throws IOException {
    try (ServerSocket socket = new ServerSocket(0)) {
      return socket.getLocalPort();
    }
  }

  /** Waits until a port accepts connections. */
  public void awaitPort(String name, Process process, int port) throws IOException {
    await(name, process, () -> accepts(port));
  }

  /** Waits until a URL answers 200. */
  public void awaitOk(String name, Process process, URI url) throws IOException {
    await(name, process, () -> answersOk(url));
  }

  private void await(String name, Process process, BooleanSupplier condition) throws IOException {
    long deadline = System.nanoTime() + START_LIMIT.toNanos();
    while (!condition.getAsBoolean()) {
      if (!process.isAlive() || System.nanoTime() > deadline) {
        throw new IOException(
            name + " did not start; its log: " + folder.resolve(name + ".log").toAbsolutePath());
      }
      LockSupport.parkNanos(POLL_NANOS);
    }
  }

  private static boolean accepts(int port) {
    try (Socket socket = new Socket()) {
      socket.connect(new InetSocketAddress(InetAddress.getLoopbackAddress(), port), CONNECT_MILLIS);
      return true;
    } catch (IOException e) {
      return false;
    }
  }

  private boolean answersOk(URI url) {
    try {
      HttpRequest request = HttpRequest.newBuilder(url).timeout(Duration.ofSeconds(2)).build();
      return http.send(request, HttpResponse.BodyHandlers.discarding()).statusCode() == 200;
    } catch (IOException e) {
      return false;
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      return false;
    }
  }

  @Override
  public void close() {
    for (Process process : running) {
      process.destroy();
    }
    for (Process process : running) {
      try {
        if (!process.waitFor(10, TimeUnit.SECONDS)) {
          process.destroyForcibly();
        }
      } catch (InterruptedException e) {
        Thread.currentThread().interrupt();
        process.destroyForcibly();
      }
    }
    http.close();
  }
}
