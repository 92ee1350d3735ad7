package dev.causeway.routing.header;

import java.util.Arrays;
import java.util.HashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** What a log format can name. */
public sealed interface LogTag {
  /** Returns how formats write it, without the percent sign. */
  String tag();

  /** Returns the tag that formats write as {@code name}, or null if there is none. */
  static @Nullable LogTag of(String name) {
    return Names.ALL.get(name);
  }

  /** What is known when a request arrives; these alone may be part of unique ids. */
  enum Fact implements LogTag {
    /** Address of the client. */
    CLIENT_ADDRESS("ci"),
    /** Port of the client. */
    CLIENT_PORT("cp"),
    /** Address that the client connected to. */
    FRONTEND_ADDRESS("fi"),
    /** Port that the client connected to. */
    FRONTEND_PORT("fp"),
    /** Seconds since the epoch. */
    SECONDS("Ts"),
    /** Number of the request. */
    REQUEST_NUMBER("rt"),
    /** Number of the process. */
    PROCESS("pid"),
    /** A random UUID. */
    UUID("[uuid()]");

    private final String tag;

    Fact(String tag) {
      this.tag = tag;
    }

    @Override
    public String tag() {
      return tag;
    }
  }

  /** What is known when a request or connection is over. */
  enum Outcome implements LogTag {
    /** Local date and time of the connection, milliseconds. */
    CONNECTION_DATE("t"),
    /** Local date and time of the request, milliseconds. */
    REQUEST_DATE("tr"),
    /** Date and time of the connection in UTC. */
    UTC_DATE("T"),
    /** Local date and time of the connection, with its offset. */
    LOCAL_DATE("Tl"),
    /** Milliseconds of the connection's time, three digits. */
    MILLIS("ms"),
    /** Host name. */
    HOST("H"),
    /** Frontend. */
    FRONTEND("f"),
    /** Frontend, marked where TLS ended there. */
    FRONTEND_TRANSPORT("ft"),
    /** Backend. */
    BACKEND("b"),
    /** Server. */
    SERVER("s"),
    /** Milliseconds for the head of the request. */
    REQUEST_TIME("TR"),
    /** Milliseconds in queues. */
    QUEUE_TIME("Tw"),
    /** Milliseconds to connect, retries included. */
    CONNECT_TIME("Tc"),
    /** Milliseconds until the head of the response. */
    RESPONSE_TIME("Tr"),
    /** Milliseconds from the request to the end of the response. */
    ACTIVE_TIME("Ta"),
    /** Milliseconds altogether. */
    TOTAL_TIME("Tt"),
    /** Status. */
    STATUS("ST"),
    /** Bytes towards the client. */
    BYTES_READ("B"),
    /** Bytes from the client. */
    BYTES_UPLOADED("U"),
    /** Cookie captured of the request. */
    REQUEST_COOKIE("CC"),
    /** Cookie captured of the response. */
    RESPONSE_COOKIE("CS"),
    /** How it ended. */
    TERMINATION("ts"),
    /** How it ended, and what became of the affinity cookie. */
    TERMINATION_COOKIE("tsc"),
    /** Client connections of the process. */
    CONNECTIONS("ac"),
    /** Client connections of the frontend. */
    FRONTEND_CONNECTIONS("fc"),
    /** Requests under way in the backend. */
    BACKEND_CONNECTIONS("bc"),
    /** Requests under way at the server. */
    SERVER_CONNECTIONS("sc"),
    /** Retries. */
    RETRIES("rc"),
    /** Requests that waited for the server before this one. */
    SERVER_QUEUE("sq"),
    /** Requests that waited for the backend before this one. */
    BACKEND_QUEUE("bq"),
    /** Headers captured of the request. */
    REQUEST_HEADERS("hr"),
    /** Headers captured of the response. */
    RESPONSE_HEADERS("hs"),
    /** Request line. */
    REQUEST_LINE("r"),
    /** Method. */
    METHOD("HM"),
    /** Target without its query. */
    TARGET("HP"),
    /** Path alone. */
    PATH("HPO"),
    /** Query with its question mark. */
    QUERY("HQ"),
    /** Target. */
    URI("HU"),
    /** Version. */
    VERSION("HV"),
    /** Unique id. */
    UNIQUE_ID("ID"),
    /** Address that we connected from. */
    SOURCE_ADDRESS("bi"),
    /** Port that we connected from. */
    SOURCE_PORT("bp"),
    /** Address of the server. */
    SERVER_ADDRESS("si"),
    /** Port of the server. */
    SERVER_PORT("sp"),
    /** Version of TLS. */
    TLS_VERSION("sslv"),
    /** Cipher suite. */
    TLS_CIPHER("sslc");

    private final String tag;

    Outcome(String tag) {
      this.tag = tag;
    }

    @Override
    public String tag() {
      return tag;
    }
  }

  /** Finds tags by name. */
  final class Names {
    private static final Map<String, LogTag> ALL = all();

    private Names() {}

    private static Map<String, LogTag> all() {
      Map<String, LogTag> all = new HashMap<>();
      Arrays.stream(Fact.values()).forEach(each -> all.put(each.tag(), each));
      Arrays.stream(Outcome.values()).forEach(each -> all.put(each.tag(), each));
      all.put("[uuid]", Fact.UUID);
      return Map.copyOf(all);
    }
  }
}
