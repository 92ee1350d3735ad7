package dev.causeway.router.access;

import dev.causeway.router.balance.LiveEndpoint;
import dev.causeway.routing.header.LogFormat;
import dev.causeway.routing.header.LogFormat.Flags;
import dev.causeway.routing.header.LogTag;
import dev.causeway.routing.header.LogTag.Fact;
import dev.causeway.routing.header.LogTag.Outcome;
import java.net.InetSocketAddress;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.TimeUnit;
import javax.net.ssl.SSLSession;
import org.jspecify.annotations.Nullable;

/** Writes the values of a log format. Immutable. */
final class LineFormat {
  private static final String NO_SERVER = "<NOSRV>";

  private final LogFormat.Part[] parts;
  private final Captures captures;
  private final LogContext context;

  LineFormat(LogFormat format, Captures captures, LogContext context) {
    this.parts = format.parts().toArray(LogFormat.Part[]::new);
    this.captures = captures;
    this.context = context;
  }

  void write(AccessEntry entry, LineBuffer line, SecondText dates) {
    int start = line.length();
    int afterBlank = start;
    for (LogFormat.Part part : parts) {
      switch (part) {
        case LogFormat.Text text -> line.ascii(text.text());
        case LogFormat.Blank blank -> {
          if (line.length() != afterBlank || start == afterBlank) {
            line.put(' ');
            afterBlank = line.length();
          }
        }
        case LogFormat.Item item -> write(item.tag(), item.flags(), entry, line, dates);
      }
    }
  }

  private void write(
      LogTag tag, Flags flags, AccessEntry entry, LineBuffer line, SecondText dates) {
    switch (tag) {
      case Fact fact -> fact(fact, flags, entry, line);
      case Outcome outcome -> outcome(outcome, flags, entry, line, dates);
    }
  }

  private void fact(Fact fact, Flags flags, AccessEntry entry, LineBuffer line) {
    switch (fact) {
      case CLIENT_ADDRESS -> line.address(entry.client().remote().getAddress(), flags.hex());
      case CLIENT_PORT -> line.number(entry.client().remote().getPort(), flags.hex());
      case FRONTEND_ADDRESS -> line.address(entry.client().local().getAddress(), flags.hex());
      case FRONTEND_PORT -> line.number(entry.client().local().getPort(), flags.hex());
      case SECONDS ->
          line.number(TimeUnit.MILLISECONDS.toSeconds(entry.beganMillis()), flags.hex());
      case REQUEST_NUMBER -> line.number(context.requests().getAndIncrement(), flags.hex());
      case PROCESS -> line.number(context.process(), flags.hex());
      case UUID -> line.ascii(UUID.randomUUID().toString());
    }
  }

  private void outcome(
      Outcome outcome, Flags flags, AccessEntry entry, LineBuffer line, SecondText dates) {
    switch (outcome) {
      case CONNECTION_DATE, REQUEST_DATE -> {
        line.ascii(dates.of(Math.floorDiv(entry.beganMillis(), 1_000L)));
        line.put('.');
        line.padded(Math.floorMod(entry.beganMillis(), 1_000), 3);
      }
      case UTC_DATE, LOCAL_DATE -> {
        line.ascii(dates.of(Math.floorDiv(entry.beganMillis(), 1_000L)));
        line.ascii(" +0000");
      }
      case MILLIS -> line.padded(Math.floorMod(entry.beganMillis(), 1_000), 3);
      case HOST -> text(line, context.host(), flags);
      case FRONTEND -> text(line, entry.frontend().text(), flags);
      case FRONTEND_TRANSPORT ->
          between(
              line,
              flags,
              () -> {
                line.ascii(entry.frontend().text());
                line.ascii(entry.frontend().mark());
              });
      case BACKEND -> between(line, flags, () -> backend(entry, line, flags));
      case SERVER -> server(entry, line, flags);
      case REQUEST_TIME -> line.number(entry.headMillis());
      case QUEUE_TIME -> line.number(entry.queueMillis());
      case CONNECT_TIME -> line.number(entry.connectMillis());
      case RESPONSE_TIME -> line.number(entry.responseMillis());
      case ACTIVE_TIME, TOTAL_TIME -> line.number(entry.totalMillis());
      case STATUS -> line.number(entry.status());
      case BYTES_READ -> line.number(entry.bytesRead());
      case BYTES_UPLOADED -> line.number(entry.bytesUploaded());
      case REQUEST_COOKIE -> optional(line, entry.requestCookie(), flags);
      case RESPONSE_COOKIE -> optional(line, entry.responseCookie(), flags);
      case TERMINATION -> text(line, entry.termination(), flags);
      case TERMINATION_COOKIE ->
          between(
              line,
              flags,
              () -> {
                line.ascii(entry.termination());
                line.put(entry.cookieOfClient());
                line.put(entry.cookieOfServer());
              });
      case CONNECTIONS, FRONTEND_CONNECTIONS -> line.number(context.connections().getAsInt());
      case BACKEND_CONNECTIONS -> {
        Backend backend = entry.backend();
        line.number(backend == null ? 0 : backend.inFlight().getAsInt());
      }
      case SERVER_CONNECTIONS -> {
        LiveEndpoint server = entry.server();
        line.number(server == null ? 0 : server.inFlight());
      }
      case RETRIES -> line.number(entry.retries());
      case SERVER_QUEUE, BACKEND_QUEUE -> line.put('0');
      case REQUEST_HEADERS ->
          headers(entry, entry.requestHeaders(), captures.requestCount(), line, flags);
      case RESPONSE_HEADERS ->
          headers(entry, entry.responseHeaders(), captures.responseCount(), line, flags);
      case REQUEST_LINE -> between(line, flags, () -> RequestText.line(entry, line, flags));
      case METHOD -> between(line, flags, () -> RequestText.method(entry, line, flags));
      case TARGET -> between(line, flags, () -> RequestText.target(entry, line, flags, false));
      case URI -> between(line, flags, () -> RequestText.target(entry, line, flags, true));
      case PATH -> between(line, flags, () -> RequestText.path(entry, line, flags));
      case QUERY -> between(line, flags, () -> RequestText.query(entry, line, flags));
      case VERSION -> between(line, flags, () -> RequestText.version(entry, line));
      case UNIQUE_ID -> optional(line, entry.uniqueId(), flags);
      // Our own address and port on the way to an endpoint are the pool's business.
      case SOURCE_ADDRESS, SOURCE_PORT -> optional(line, null, flags);
      case SERVER_ADDRESS -> {
        InetSocketAddress server = server(entry);
        if (server == null) {
          optional(line, null, flags);
        } else {
          line.address(server.getAddress(), flags.hex());
        }
      }
      case SERVER_PORT -> {
        InetSocketAddress server = server(entry);
        if (server == null) {
          optional(line, null, flags);
        } else {
          line.number(server.getPort(), flags.hex());
        }
      }
      case TLS_VERSION -> {
        SSLSession session = entry.client().tls();
        optional(line, session == null ? null : session.getProtocol(), flags);
      }
      case TLS_CIPHER -> {
        SSLSession session = entry.client().tls();
        optional(line, session == null ? null : session.getCipherSuite(), flags);
      }
    }
  }

  @SuppressWarnings("ReferenceEquality") // there is one that stands for none
  private static void backend(AccessEntry entry, LineBuffer line, Flags flags) {
    Backend backend = entry.backend();
    if (backend == AccessLog.NO_ROUTE) {
      line.ascii("openshift_default");
    } else if (backend == null) {
      line.ascii(entry.frontend().text());
    } else {
      line.ascii(backend.prefix());
      line.text(backend.route().namespace(), flags);
      line.put(':');
      line.text(backend.route().name(), flags);
    }
  }

  private static void server(AccessEntry entry, LineBuffer line, Flags flags) {
    LiveEndpoint server = entry.server();
    text(line, server == null ? NO_SERVER : server.endpoint().id(), flags);
  }

  private static @Nullable InetSocketAddress server(AccessEntry entry) {
    LiveEndpoint server = entry.server();
    return server == null ? null : server.address();
  }

  /** Writes captured headers, in braces; nothing where none is captured or there is no request. */
  private static void headers(
      AccessEntry entry, List<String> values, int wanted, LineBuffer line, Flags flags) {
    if (wanted == 0 || !entry.isCaptured()) {
      return;
    }
    between(
        line,
        flags,
        () -> {
          line.put('{');
          for (int i = 0; i < values.size(); i++) {
            if (i > 0) {
              line.put('|');
            }
            line.header(values.get(i), flags);
          }
          line.put('}');
        });
  }

  private static void optional(LineBuffer line, @Nullable String value, Flags flags) {
    if (value == null || value.isEmpty()) {
      line.ascii(flags.quoted() ? "\"\"" : "-");
    } else {
      text(line, value, flags);
    }
  }

  private static void text(LineBuffer line, String value, Flags flags) {
    between(line, flags, () -> line.text(value, flags));
  }

  private static void between(LineBuffer line, Flags flags, Runnable content) {
    if (flags.quoted()) {
      line.put('"');
    }
    content.run();
    if (flags.quoted()) {
      line.put('"');
    }
  }
}
