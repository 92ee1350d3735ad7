package dev.causeway.router.access;

import dev.causeway.router.balance.LiveEndpoint;
import dev.causeway.router.exchange.ClientFacts;
import dev.causeway.router.exchange.RequestHead;
import dev.causeway.router.failure.FailureCategory;
import io.netty.handler.codec.http.HttpHeaders;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/**
 * What is noted about a request or a relayed connection until its line is made. Belongs to the
 * event loop of the client's connection.
 */
public final class AccessEntry {
  /** What stands for a time that never came. */
  static final long NEVER = -1;

  private final AccessLog log;
  private final ClientFacts client;
  private final Frontend frontend;
  private final @Nullable RequestHead request;
  private final long readyNanos = System.nanoTime();
  private final long beganNanos;
  private final long beganMillis;
  private List<String> requestHeaders = List.of();
  private List<String> responseHeaders = List.of();
  private @Nullable String requestCookie;
  private @Nullable String responseCookie;
  private @Nullable Backend backend;
  private @Nullable LiveEndpoint server;
  private @Nullable String uniqueId;
  private String termination = "";
  private char cookieOfClient = '-';
  private char cookieOfServer = '-';
  private long headMillis;
  private long queueMillis = NEVER;
  private long connectMillis = NEVER;
  private long responseMillis = NEVER;
  private long totalMillis;
  private long connectingNanos;
  private long connectedNanos;
  private int tries;
  private int status;
  private long bytesRead;
  private long bytesUploaded;
  private boolean captured;

  /**
   * Begins.
   *
   * @param headNanos how long it took until there was a head, or until it was given up
   */
  AccessEntry(
      AccessLog log,
      ClientFacts client,
      Frontend frontend,
      @Nullable RequestHead request,
      long headNanos) {
    this.log = log;
    this.client = client;
    this.frontend = frontend;
    this.request = request;
    this.beganNanos = readyNanos - headNanos;
    this.headMillis = TimeUnit.NANOSECONDS.toMillis(headNanos);
    this.beganMillis = log.millis() - headMillis;
  }

  // --- what happens

  /** Notes what is captured of the request, before anything changes its headers. */
  void arrived(HttpHeaders headers) {
    captured = true;
    requestHeaders = log.captures().request(headers);
    requestCookie = log.captures().requestCookie(headers);
  }

  /**
   * A rule serves the request or connection.
   *
   * @param affinity whether the rule has an affinity cookie
   */
  public void routed(Backend to, boolean affinity) {
    backend = to;
    if (affinity) {
      cookieOfClient = 'N';
      cookieOfServer = 'N';
    }
  }

  /** The client's affinity cookie names an endpoint, or none that is there. */
  public void cookieSent(boolean valid) {
    cookieOfClient = valid ? 'V' : 'I';
  }

  /** The client got an affinity cookie. */
  public void cookieSet() {
    cookieOfServer = 'I';
  }

  /** Notes the unique id, the last header line of the name in what goes to the endpoint. */
  public void sending(HttpHeaders headers) {
    String name = log.uniqueIdName();
    if (name != null) {
      List<String> ids = headers.getAll(name);
      uniqueId = ids.isEmpty() ? null : ids.getLast();
    }
  }

  /** An endpoint is being connected to; further calls are retries. */
  public void connecting(LiveEndpoint endpoint) {
    connecting();
    server = endpoint;
  }

  private void connecting() {
    if (tries++ == 0) {
      connectingNanos = System.nanoTime();
      queueMillis = millisUntil(readyNanos, connectingNanos);
    }
  }

  /** There is a connection. */
  public void connected() {
    connectedNanos = System.nanoTime();
    connectMillis = millisUntil(connectingNanos, connectedNanos);
  }

  /** The head of the endpoint's response is there, before anything changes its headers. */
  public void answered(HttpHeaders headers) {
    responseMillis = millisUntil(connectedNanos, System.nanoTime());
    responseHeaders = log.captures().response(headers);
    responseCookie = log.captures().responseCookie(headers);
  }

  /** Notes how it ended, where that is not what its failure says. */
  public void termination(String state) {
    termination = state;
  }

  /**
   * A request is over: makes its line.
   *
   * @param sentStatus status sent to the client, 0 for none
   * @param failure why it failed, or null
   * @param local whether the router answered by itself
   * @param read bytes towards the client
   * @param uploaded bytes from the client
   */
  public void over(
      int sentStatus, @Nullable FailureCategory failure, boolean local, long read, long uploaded) {
    status = sentStatus;
    if (failure != null) {
      termination = state(failure);
    } else if (local) {
      termination = "LR";
    }
    if (failure == FailureCategory.NO_ROUTE) {
      backend = AccessLog.NO_ROUTE;
    }
    end(read, uploaded);
  }

  /** A relayed connection is over: makes its line. */
  public void over(long read, long uploaded) {
    end(read, uploaded);
  }

  /** There was no request to speak of: makes the line that says so. */
  void refused(int sentStatus, String state) {
    headMillis = NEVER;
    status = sentStatus;
    termination = state;
    end(0, 0);
  }

  private void end(long read, long uploaded) {
    bytesRead = read;
    bytesUploaded = uploaded;
    totalMillis = millisUntil(beganNanos, System.nanoTime());
    log.write(this);
  }

  /** Says in HAProxy's two letters who ended it, and how far it had come. */
  private String state(FailureCategory failure) {
    String flag = failure.logFlag();
    if (flag.length() > 1) {
      return flag;
    }
    if (responseMillis != NEVER) {
      return flag + "D";
    }
    if (connectMillis != NEVER) {
      return flag + "H";
    }
    return flag + (queueMillis == NEVER ? "Q" : "C");
  }

  private static long millisUntil(long startNanos, long endNanos) {
    return TimeUnit.NANOSECONDS.toMillis(endNanos - startNanos);
  }

  // --- what lines show

  ClientFacts client() {
    return client;
  }

  Frontend frontend() {
    return frontend;
  }

  @Nullable RequestHead request() {
    return request;
  }

  /** Returns whether headers were looked at, so that a line shows what was captured. */
  boolean isCaptured() {
    return captured;
  }

  List<String> requestHeaders() {
    return requestHeaders;
  }

  List<String> responseHeaders() {
    return responseHeaders;
  }

  @Nullable String requestCookie() {
    return requestCookie;
  }

  @Nullable String responseCookie() {
    return responseCookie;
  }

  @Nullable Backend backend() {
    return backend;
  }

  @Nullable LiveEndpoint server() {
    return server;
  }

  @Nullable String uniqueId() {
    return uniqueId;
  }

  String termination() {
    return termination.isEmpty() ? "--" : termination;
  }

  char cookieOfClient() {
    return cookieOfClient;
  }

  char cookieOfServer() {
    return cookieOfServer;
  }

  long beganMillis() {
    return beganMillis;
  }

  long headMillis() {
    return headMillis;
  }

  long queueMillis() {
    return queueMillis;
  }

  long connectMillis() {
    return connectMillis;
  }

  long responseMillis() {
    return responseMillis;
  }

  long totalMillis() {
    return totalMillis;
  }

  int retries() {
    return Math.max(0, tries - 1);
  }

  /** Returns the status, or -1 where there is none. */
  int status() {
    return status == 0 ? -1 : status;
  }

  long bytesRead() {
    return bytesRead;
  }

  long bytesUploaded() {
    return bytesUploaded;
  }
}
