package dev.causeway.router.access;

import dev.causeway.routing.model.AccessLogging;
import dev.causeway.routing.model.HeaderPolicies;
import dev.causeway.routing.model.Settings;
import java.io.OutputStream;
import java.time.Clock;
import java.util.Objects;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.atomic.LongAdder;
import java.util.function.IntSupplier;
import org.jspecify.annotations.Nullable;

/**
 * Makes the access log that settings want, and keeps the thread that writes it for as long as its
 * destination stays. Only the thread that activates settings asks for logs.
 */
public final class AccessLogs implements AutoCloseable {
  private static final String SYSLOG_DATE = "MMM ppd HH:mm:ss";
  private static final String STREAM_DATE = "yyyy-MM-dd'T'HH:mm:ss";

  /** The destination of a writer: a receiver of datagrams, or null for the standard output. */
  private record Writing(AccessLogging.@Nullable Syslog syslog, LogWriter writer) {}

  private record Made(AccessLogging settings, @Nullable String uniqueIdName, AccessLog log) {}

  private final LogContext context;
  private final OutputStream output;
  private final LongAdder dropped = new LongAdder();
  private @Nullable Writing writing;
  private @Nullable Made made;

  /**
   * Creates logs of one router.
   *
   * @param host name of the router in its lines
   * @param clock tells the time of day
   * @param connections client connections that are open
   * @param output where lines go that no receiver gets
   */
  public AccessLogs(String host, Clock clock, IntSupplier connections, OutputStream output) {
    this.context =
        new LogContext(host, ProcessHandle.current().pid(), clock, connections, new AtomicLong());
    this.output = output;
  }

  /** Returns the log that {@code settings} want, or null where they want none. */
  public synchronized @Nullable AccessLog of(Settings settings) {
    AccessLogging wanted = settings.accessLog();
    if (wanted == null) {
      close();
      return null;
    }
    HeaderPolicies.UniqueId uniqueId = settings.headers().uniqueId();
    String name = uniqueId == null ? null : uniqueId.name();
    Made before = made;
    if (before != null
        && before.settings().equals(wanted)
        && Objects.equals(before.uniqueIdName(), name)) {
      return before.log();
    }
    AccessLog log = new AccessLog(wanted, name, context, writer(wanted.syslog()));
    made = new Made(wanted, name, log);
    return log;
  }

  private LogWriter writer(AccessLogging.@Nullable Syslog syslog) {
    Writing before = writing;
    if (before != null && Objects.equals(before.syslog(), syslog)) {
      return before.writer();
    }
    close();
    LogDestination destination =
        syslog == null
            ? new StreamDestination(output)
            : new SyslogDestination(syslog.address(), syslog.port());
    LogWriter writer =
        new LogWriter(destination, dropped, syslog == null ? STREAM_DATE : SYSLOG_DATE);
    writing = new Writing(syslog, writer);
    return writer;
  }

  /** Returns how many lines were lost since the start. Any thread. */
  public long dropped() {
    return dropped.sum();
  }

  /** Writes what is there; lines that come later are lost. */
  @Override
  public synchronized void close() {
    Writing before = writing;
    writing = null;
    made = null;
    if (before != null) {
      before.writer().close();
    }
  }
}
