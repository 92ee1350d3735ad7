package dev.causeway.router.access;

import dev.causeway.router.exchange.RequestHead;
import dev.causeway.routing.header.LogFormat.Flags;
import org.jspecify.annotations.Nullable;

/** The request line and its parts, as the client sent them (AN-062). */
final class RequestText {
  private static final String NO_REQUEST = "<BADREQ>";

  private RequestText() {}

  static void line(AccessEntry entry, LineBuffer line, Flags flags) {
    RequestHead request = entry.request();
    if (request == null) {
      line.ascii(NO_REQUEST);
      return;
    }
    method(entry, line, flags);
    line.put(' ');
    target(entry, line, flags, true);
    line.put(' ');
    version(entry, line);
  }

  static void method(AccessEntry entry, LineBuffer line, Flags flags) {
    RequestHead request = entry.request();
    if (request == null) {
      line.ascii(NO_REQUEST);
    } else {
      line.text(request.method().name(), flags);
    }
  }

  /** Writes the target; of HTTP/2, whose requests have none, what HAProxy makes of its parts. */
  static void target(AccessEntry entry, LineBuffer line, Flags flags, boolean query) {
    RequestHead request = entry.request();
    if (request == null) {
      line.ascii(NO_REQUEST);
      return;
    }
    String target = request.target();
    String authority = request.authority();
    if (request.protocol() == RequestHead.Protocol.HTTP_2 && authority != null) {
      line.ascii(entry.client().secure() ? "https://" : "http://");
      line.text(authority, flags);
      if (target.equals("*")) {
        return;
      }
    }
    line.text(target, 0, query ? target.length() : queryStart(target), flags);
  }

  static void path(AccessEntry entry, LineBuffer line, Flags flags) {
    RequestHead request = entry.request();
    if (request == null) {
      line.ascii(NO_REQUEST);
      return;
    }
    String target = request.target();
    int scheme = target.startsWith("/") ? -1 : target.indexOf("://");
    int start = scheme < 0 ? 0 : target.indexOf('/', scheme + 3);
    int end = queryStart(target);
    if (start >= 0 && start < end) {
      line.text(target, start, end, flags);
    }
  }

  static void query(AccessEntry entry, LineBuffer line, Flags flags) {
    RequestHead request = entry.request();
    if (request == null) {
      line.ascii(NO_REQUEST);
    } else {
      line.text(request.target(), queryStart(request.target()), request.target().length(), flags);
    }
  }

  static void version(AccessEntry entry, LineBuffer line) {
    line.ascii(version(entry.request()));
  }

  private static String version(@Nullable RequestHead request) {
    return switch (request == null ? null : request.protocol()) {
      case null -> NO_REQUEST;
      case HTTP_1_0 -> "HTTP/1.0";
      case HTTP_1_1 -> "HTTP/1.1";
      case HTTP_2 -> "HTTP/2.0";
    };
  }

  private static int queryStart(String target) {
    int query = target.indexOf('?');
    return query < 0 ? target.length() : query;
  }
}
