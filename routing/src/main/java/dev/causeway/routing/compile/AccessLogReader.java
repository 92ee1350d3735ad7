package dev.causeway.routing.compile;

import dev.causeway.routing.admission.Quoted;
import dev.causeway.routing.header.HeaderName;
import dev.causeway.routing.header.LogFormat;
import dev.causeway.routing.input.AccessLogInput;
import dev.causeway.routing.model.AccessLogging;
import dev.causeway.routing.model.AccessLogging.CapturedCookie;
import dev.causeway.routing.model.AccessLogging.CapturedHeader;
import dev.causeway.routing.model.AccessLogging.Syslog;
import java.util.ArrayList;
import java.util.List;
import java.util.function.BiConsumer;
import org.jspecify.annotations.Nullable;

/** Reads {@code spec.logging.access} of an IngressController. */
final class AccessLogReader {
  private static final String PATH = "spec.logging.access.";
  private static final String DESTINATION = PATH + "destination.";
  private static final int SHORTEST = 480;
  private static final int LONGEST_CONTAINER = 8_192;
  private static final int LONGEST_SYSLOG = 4_096;
  private static final int LONGEST_COOKIE = 1_024;

  /** Names of facilities in the order of their numbers (IC-021). */
  private static final List<String> FACILITIES =
      List.of(
          "kern", "user", "mail", "daemon", "auth", "syslog", "lpr", "news", "uucp", "cron",
          "auth2", "ftp", "ntp", "audit", "alert", "cron2", "local0", "local1", "local2", "local3",
          "local4", "local5", "local6", "local7");

  private final AccessLogInput input;
  private final BiConsumer<String, String> notices;

  /**
   * Creates a reader.
   *
   * @param input what is written
   * @param notices told field and message of what cannot be used
   */
  AccessLogReader(AccessLogInput input, BiConsumer<String, String> notices) {
    this.input = input;
    this.notices = notices;
  }

  /** Returns what to log, or null where there is no usable destination. */
  @Nullable AccessLogging read() {
    return switch (input.type()) {
      case "Container" ->
          logging(null, number("container.maxLength", input.maxLength(), LONGEST_CONTAINER));
      case "Syslog" -> {
        Syslog syslog = syslog();
        yield syslog == null
            ? null
            : logging(syslog, number("syslog.maxLength", input.maxLength(), LONGEST_SYSLOG));
      }
      default -> {
        notices.accept(
            DESTINATION + "type",
            Quoted.of(input.type())
                + " is neither Container nor Syslog; nothing is logged until it is one of them");
        yield null;
      }
    };
  }

  private AccessLogging logging(@Nullable Syslog syslog, int maxLength) {
    return new AccessLogging(
        syslog,
        maxLength,
        format(),
        headers("request", input.requestHeaders()),
        headers("response", input.responseHeaders()),
        cookie(),
        emptyRequests());
  }

  private @Nullable Syslog syslog() {
    if (!EndpointAddresses.isLiteral(input.address())) {
      notices.accept(
          DESTINATION + "syslog.address",
          Quoted.of(input.address())
              + " is not an IPv4 or IPv6 address; nothing is logged until it is one");
      return null;
    }
    int port = parse(input.port(), 1, 65_535);
    if (port < 0) {
      notices.accept(
          DESTINATION + "syslog.port",
          Quoted.of(input.port())
              + " is not a number from 1 to 65535; nothing is logged until it is one");
      return null;
    }
    return new Syslog(input.address(), port, facility());
  }

  private int facility() {
    if (input.facility().isEmpty()) {
      return Syslog.LOCAL1;
    }
    int known = FACILITIES.indexOf(input.facility());
    if (known < 0) {
      notices.accept(
          DESTINATION + "syslog.facility",
          Quoted.of(input.facility())
              + " is not a facility such as local1, which holds. Write one of "
              + String.join(", ", FACILITIES));
      return Syslog.LOCAL1;
    }
    return known;
  }

  private int number(String field, String text, int most) {
    if (text.isEmpty() || text.equals("0")) {
      return AccessLogging.DEFAULT_LENGTH;
    }
    int value = parse(text, SHORTEST, most);
    if (value < 0) {
      notices.accept(
          DESTINATION + field,
          Quoted.of(text)
              + " is not a number from "
              + SHORTEST
              + " to "
              + most
              + "; the default of 1024 holds");
      return AccessLogging.DEFAULT_LENGTH;
    }
    return value;
  }

  private @Nullable String format() {
    String text = input.format();
    if (text.isEmpty()) {
      return null;
    }
    return switch (LogFormat.parse(text)) {
      case LogFormat.Parsed parsed -> text;
      case LogFormat.Unknown unknown -> {
        notices.accept(
            PATH + "httpLogFormat",
            unknown.what().isEmpty()
                ? "is not one line of up to 8192 ASCII characters; the default format holds"
                : "uses "
                    + Quoted.of(unknown.what())
                    + ", which is not known here; the default format holds. Leave it out, or write"
                    + " %% for a percent sign");
        yield null;
      }
    };
  }

  private List<CapturedHeader> headers(String side, List<AccessLogInput.Header> written) {
    List<CapturedHeader> usable = new ArrayList<>();
    for (int i = 0; i < written.size(); i++) {
      AccessLogInput.Header header = written.get(i);
      String field = PATH + "httpCaptureHeaders." + side + "[" + i + "]";
      int length = parse(header.maxLength(), 1, Integer.MAX_VALUE);
      if (!HeaderName.isValid(header.name())) {
        notices.accept(
            field + ".name", Quoted.of(header.name()) + " is not a header name and is left out");
      } else if (length < 0) {
        notices.accept(
            field + ".maxLength",
            Quoted.of(header.maxLength()) + " is not a number above 0; the header is left out");
      } else {
        usable.add(new CapturedHeader(header.name(), length));
      }
    }
    return usable;
  }

  private @Nullable CapturedCookie cookie() {
    if (input.cookies().isEmpty()) {
      return null;
    }
    String field = PATH + "httpCaptureCookies";
    if (input.cookies().size() > 1) {
      notices.accept(field, "names more than one cookie; the first one is captured");
    }
    AccessLogInput.Cookie cookie = input.cookies().getFirst();
    int length = parse(cookie.maxLength(), 1, LONGEST_COOKIE);
    if (length < 0) {
      notices.accept(
          field + "[0].maxLength",
          Quoted.of(cookie.maxLength()) + " is not a number from 1 to 1024; no cookie is captured");
      return null;
    }
    boolean prefix = cookie.matchType().equals("Prefix");
    if (!prefix && !cookie.matchType().isEmpty() && !cookie.matchType().equals("Exact")) {
      notices.accept(
          field + "[0].matchType",
          Quoted.of(cookie.matchType()) + " is neither Exact nor Prefix; no cookie is captured");
      return null;
    }
    String name = prefix ? cookie.namePrefix() : cookie.name();
    if (!HeaderName.isValid(name)) {
      notices.accept(
          field + (prefix ? "[0].namePrefix" : "[0].name"),
          Quoted.of(name) + " is not the name of a cookie; no cookie is captured");
      return null;
    }
    return new CapturedCookie(name, prefix, length);
  }

  private boolean emptyRequests() {
    return switch (input.emptyRequests()) {
      case "", "Log" -> true;
      case "Ignore" -> false;
      default -> {
        notices.accept(
            PATH + "logEmptyRequests",
            Quoted.of(input.emptyRequests()) + " is neither Log nor Ignore; Log holds");
        yield true;
      }
    };
  }

  /** Returns the number that {@code text} is, or -1 if it is none within the bounds. */
  private static int parse(String text, int least, int most) {
    if (!text.matches("[0-9]{1,9}")) {
      return -1;
    }
    int value = Integer.parseInt(text);
    return value >= least && value <= most ? value : -1;
  }
}
