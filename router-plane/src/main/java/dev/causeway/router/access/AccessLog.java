package dev.causeway.router.access;

import dev.causeway.router.exchange.ClientFacts;
import dev.causeway.router.exchange.ProxyExchange;
import dev.causeway.router.exchange.RequestHead;
import dev.causeway.router.http.Refusal;
import dev.causeway.routing.header.LogFormat;
import dev.causeway.routing.header.LogTag;
import dev.causeway.routing.model.AccessLogging;
import dev.causeway.routing.model.RouteRef;
import dev.causeway.routing.model.Termination;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * The access log as a shard's settings want it, from its first to its last version. Immutable; any
 * event loop may use it. Where there is none, nothing is noted.
 */
public final class AccessLog {
  /** Stands for the Route of requests that none serves; its names are never shown. */
  static final Backend NO_ROUTE = new Backend(Termination.NONE, new RouteRef("", ""), () -> 0);

  /** Status that HAProxy logs for a client that leaves without a request. */
  private static final int NOTHING_ASKED = 400;

  private final AccessLogging settings;
  private final Captures captures;
  private final LineFormat http;
  private final LineFormat tcp;
  private final @Nullable String uniqueIdName;
  private final LogContext context;
  private final LogWriter writer;

  /**
   * Compiles settings.
   *
   * @param uniqueIdName header with the unique id, or null where there is none
   * @throws IllegalArgumentException if the format is not one
   */
  AccessLog(
      AccessLogging settings, @Nullable String uniqueIdName, LogContext context, LogWriter writer) {
    this.settings = settings;
    this.captures = new Captures(settings);
    String format = settings.httpFormat();
    LogFormat parsed = LogFormat.of(format == null ? LogFormat.HTTP : format);
    this.http = new LineFormat(parsed, captures, context);
    this.tcp = new LineFormat(LogFormat.of(LogFormat.TCP), captures, context);
    this.uniqueIdName = parsed.has(LogTag.Outcome.UNIQUE_ID) ? uniqueIdName : null;
    this.context = context;
    this.writer = writer;
  }

  /** Begins to note a request, whose headers nothing has changed yet. */
  public AccessEntry begin(ProxyExchange exchange) {
    RequestHead request = exchange.request();
    ClientFacts client = exchange.client();
    AccessEntry entry =
        new AccessEntry(this, client, Frontend.of(client), request, exchange.headNanos());
    entry.arrived(request.headers());
    return entry;
  }

  /** Begins to note a TLS connection that is relayed. */
  public AccessEntry relaying(ClientFacts client, Backend backend) {
    AccessEntry entry = new AccessEntry(this, client, Frontend.PUBLIC_SSL, null, 0);
    entry.routed(backend, false);
    return entry;
  }

  /**
   * Logs what a codec refused before there was a request.
   *
   * @param silent whether the client had begun nothing; a timeout is then that of an empty
   *     connection (RO-066)
   * @param nanos how long it took
   */
  public void refused(Refusal refusal, ClientFacts client, boolean silent, long nanos) {
    boolean empty = silent && refusal == Refusal.HEAD_TIMEOUT;
    if (!empty || settings.emptyRequests()) {
      String state = refusal == Refusal.HEAD_TIMEOUT ? "cR" : "PR";
      new AccessEntry(this, client, Frontend.of(client), null, nanos)
          .refused(refusal.status().code(), state);
    }
  }

  /**
   * Logs a client that went away before it had sent a request.
   *
   * @param silent whether it had sent nothing
   */
  public void left(ClientFacts client, boolean silent, long nanos) {
    if (!silent || settings.emptyRequests()) {
      new AccessEntry(this, client, Frontend.of(client), null, nanos).refused(NOTHING_ASKED, "CR");
    }
  }

  void write(AccessEntry entry) {
    LogWriter.Lane lane = writer.lane();
    LineBuffer line = lane.line();
    line.begin(settings.maxLength());
    head(line, lane);
    LineFormat format = entry.frontend() == Frontend.PUBLIC_SSL ? tcp : http;
    format.write(entry, line, lane.dates());
    writer.publish(lane);
  }

  /** How OKD's side-car, or HAProxy itself, begins a line. */
  private void head(LineBuffer line, LogWriter.Lane lane) {
    Instant now = context.clock().instant();
    AccessLogging.Syslog syslog = settings.syslog();
    if (syslog != null) {
      line.put('<');
      line.number(syslog.facility() * 8L + LogContext.INFO);
      line.put('>');
      line.ascii(lane.heads().of(now.getEpochSecond()));
    } else {
      line.ascii(lane.heads().of(now.getEpochSecond()));
      line.put('.');
      line.padded(now.getNano() / 1_000, 6);
      line.ascii("+00:00 ");
      line.ascii(context.host());
    }
    line.put(' ');
    line.ascii(context.host());
    line.ascii(" haproxy[");
    line.number(context.process());
    line.ascii("]: ");
  }

  Captures captures() {
    return captures;
  }

  @Nullable String uniqueIdName() {
    return uniqueIdName;
  }

  long millis() {
    return context.clock().millis();
  }
}
