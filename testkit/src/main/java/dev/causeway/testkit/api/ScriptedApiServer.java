package dev.causeway.testkit.api;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.Semaphore;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/**
 * An API server that lists and watches what it is told to hold, over real sockets, and misbehaves
 * as it is told: it can expire versions, drop connections, be gone for a while, refuse and
 * throttle. It knows no selectors, no rights and no schemas.
 */
public final class ScriptedApiServer implements AutoCloseable {
  private static final String EXPIRED =
      "{\"type\":\"ERROR\",\"object\":" + status(410, "too old resource version") + "}";

  private final ObjectMapper json = new ObjectMapper();
  private final Map<String, TreeMap<String, ObjectNode>> objects = new HashMap<>();
  private final Set<ApiWatch> watches = ConcurrentHashMap.newKeySet();
  private final Set<Socket> sockets = ConcurrentHashMap.newKeySet();
  private final List<ApiRequest> requests = new CopyOnWriteArrayList<>();
  private final List<Refusal> refusals = new CopyOnWriteArrayList<>();
  private final int port;
  private @Nullable ServerSocket listener;
  private long version = 100;
  private long expiredBelow;
  private boolean expiryIsAStatus;
  private volatile boolean webSockets = true;
  private volatile boolean paged;
  private final Semaphore pages = new Semaphore(0);
  private volatile String token = "";

  /** Listens on a free port of the loopback interface. */
  public ScriptedApiServer() throws IOException {
    listener = new ServerSocket(0, 50, InetAddress.getLoopbackAddress());
    port = listener.getLocalPort();
    accept(listener);
  }

  private record Refusal(
      Predicate<ApiRequest> of, int status, String headers, AtomicInteger left) {}

  /** Returns the URL to connect to. */
  public String url() {
    return "http://127.0.0.1:" + port;
  }

  /** Returns every request so far. */
  public List<ApiRequest> requests() {
    return List.copyOf(requests);
  }

  /** Returns the number of watches that clients hold. */
  public int watches() {
    return watches.size();
  }

  /** Lets watches be asked for by plain HTTP only, as some proxies do. */
  public void withoutWebSockets() {
    webSockets = false;
  }

  /** Lists an object to a page, and every page but the first when {@link #nextPage} says so. */
  public void listPageByPage() {
    paged = true;
  }

  /** Answers one request for a page. */
  public void nextPage() {
    pages.release();
  }

  /** Requires a bearer token from now on. */
  public void requireToken(String required) {
    token = required;
  }

  /** Answers {@code times} matching requests with {@code status}. */
  public void refuse(Predicate<ApiRequest> of, int status, String headers, int times) {
    refusals.add(new Refusal(of, status, headers, new AtomicInteger(times)));
  }

  /** Refuses no more. */
  public void relent() {
    refusals.clear();
  }

  /** Creates or replaces an object and tells watches of its resource. */
  public synchronized void put(String resource, String text) {
    try {
      ObjectNode object = (ObjectNode) json.readTree(text);
      ObjectNode metadata = (ObjectNode) object.get("metadata");
      metadata.put("resourceVersion", Long.toString(++version));
      boolean known =
          objects.computeIfAbsent(resource, _ -> new TreeMap<>()).put(id(object), object) != null;
      tell(resource, known ? "MODIFIED" : "ADDED", object);
    } catch (JsonProcessingException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** Deletes an object and tells watches of its resource. */
  public synchronized void delete(String resource, String namespace, String name) {
    ObjectNode object =
        Objects.requireNonNull(
            objects.getOrDefault(resource, new TreeMap<>()).remove(namespace + "/" + name));
    ((ObjectNode) object.get("metadata")).put("resourceVersion", Long.toString(++version));
    tell(resource, "DELETED", object);
  }

  private static String id(ObjectNode object) {
    return object.path("metadata").path("namespace").asText("")
        + "/"
        + object.path("metadata").path("name").asText();
  }

  private void tell(String resource, String type, ObjectNode object) {
    ObjectNode event = json.createObjectNode().put("type", type);
    event.set("object", object.deepCopy());
    watches.stream()
        .filter(watch -> watch.request().resource().equals(resource))
        .filter(watch -> watch.request().selects(object))
        .forEach(watch -> watch.send(event.toString()));
  }

  /** Sends bookmarks at a new version and returns that version. */
  public synchronized long bookmark() {
    long now = ++version;
    for (ApiWatch watch : watches) {
      ObjectNode event = json.createObjectNode().put("type", "BOOKMARK");
      event
          .putObject("object")
          .put("apiVersion", "v1")
          .put("kind", "Service")
          .putObject("metadata")
          .put("resourceVersion", Long.toString(now));
      watch.send(event.toString());
    }
    return now;
  }

  /** Makes all versions so far too old to watch from, as compaction does. */
  public synchronized void expire() {
    expiredBelow = ++version;
  }

  /** Tells of that by the status of the response; real servers send an event. */
  public synchronized void expiryIsAStatus() {
    expiryIsAStatus = true;
  }

  /** Tells all watches, by an event, that their version is too old. */
  public void expireWatches() {
    expire();
    watches.forEach(watch -> watch.send(EXPIRED));
  }

  /** Says nothing more on the watches there are, and does not hear what their clients say. */
  public void vanish() {
    watches.forEach(ApiWatch::silence);
    watches.clear();
  }

  /** Sends a text to all watches of a resource that is no event. */
  public void garble(String resource) {
    watches.stream()
        .filter(watch -> watch.request().resource().equals(resource))
        .forEach(watch -> watch.send("{\"type\":\"MODIFIED\",\"object\":{\"metadata\":"));
  }

  /** Ends all connections without a word. */
  public void drop() {
    watches.clear();
    sockets.forEach(ScriptedApiServer::closeQuietly);
    sockets.clear();
  }

  /** Is gone until {@link #up}. */
  public synchronized void down() throws IOException {
    if (listener != null) {
      listener.close();
      listener = null;
    }
    drop();
  }

  /** Is there again, on the same port. */
  public synchronized void up() throws IOException {
    ServerSocket again = new ServerSocket();
    again.setReuseAddress(true);
    again.bind(new InetSocketAddress(InetAddress.getLoopbackAddress(), port), 50);
    listener = again;
    accept(again);
  }

  private void accept(ServerSocket on) {
    Thread.ofVirtual()
        .start(
            () -> {
              try {
                while (true) {
                  Socket socket = on.accept();
                  sockets.add(socket);
                  Thread.ofVirtual().start(() -> serve(socket));
                }
              } catch (IOException e) {
                // Down.
              }
            });
  }

  private void serve(Socket socket) {
    try (socket) {
      ApiRequest request = ApiRequest.read(socket.getInputStream());
      while (request != null) {
        requests.add(request);
        if (answer(request, socket)) {
          return;
        }
        request = ApiRequest.read(socket.getInputStream());
      }
    } catch (IOException e) {
      // The client is gone, or was dropped.
    } finally {
      sockets.remove(socket);
    }
  }

  /** Answers, and returns whether the connection is used up by that. */
  private boolean answer(ApiRequest request, Socket socket) throws IOException {
    int refused = refusal(request);
    if (refused > 0) {
      respond(socket, refused, refusalHeaders(refused), status(refused, "refused"));
      return false;
    }
    if (request.isWebSocket() && !webSockets) {
      respond(socket, 200, "", "{}");
      return false;
    }
    if (request.method().equals("POST")) {
      respond(socket, 201, "", granted(request.body()));
      return false;
    }
    if (!request.isWatch()) {
      if (paged && !request.parameter("continue").isEmpty()) {
        pages.acquireUninterruptibly();
      }
      respond(socket, 200, "", list(request));
      return false;
    }
    List<String> missed = new ArrayList<>();
    ApiWatch watch;
    synchronized (this) {
      boolean expired = request.version() < expiredBelow;
      if (expired && expiryIsAStatus) {
        respond(socket, 410, "", status(410, "too old resource version"));
        return false;
      }
      watch = new ApiWatch(request, socket);
      watch.open();
      if (expired) {
        missed.add(EXPIRED);
      } else {
        objects.getOrDefault(request.resource(), new TreeMap<>()).values().stream()
            .filter(request::selects)
            .filter(o -> o.path("metadata").path("resourceVersion").asLong() > request.version())
            .forEach(o -> missed.add("{\"type\":\"MODIFIED\",\"object\":" + o + "}"));
      }
      watches.add(watch);
      missed.forEach(watch::send);
    }
    try {
      watch.untilClosed();
    } finally {
      watches.remove(watch);
    }
    return true;
  }

  private int refusal(ApiRequest request) {
    if (!token.isEmpty() && !request.header("authorization").equals("Bearer " + token)) {
      return 401;
    }
    for (Refusal refusal : refusals) {
      if (refusal.of.test(request) && refusal.left.getAndDecrement() > 0) {
        return refusal.status;
      }
    }
    return 0;
  }

  private String refusalHeaders(int status) {
    return refusals.stream()
        .filter(refusal -> refusal.status == status)
        .map(Refusal::headers)
        .findFirst()
        .orElse("");
  }

  /** Everybody may do everything. */
  private String granted(String review) throws IOException {
    ObjectNode object = (ObjectNode) json.readTree(review);
    object.putObject("status").put("allowed", true);
    return object.toString();
  }

  private synchronized String list(ApiRequest request) {
    ObjectNode list = json.createObjectNode().put("apiVersion", "v1").put("kind", "List");
    ObjectNode metadata = list.putObject("metadata");
    metadata.put("resourceVersion", Long.toString(version));
    ArrayNode items = list.putArray("items");
    List<ObjectNode> all =
        objects.getOrDefault(request.resource(), new TreeMap<>()).values().stream()
            .filter(request::selects)
            .toList();
    if (paged && !all.isEmpty()) {
      String next = request.parameter("continue");
      int at = next.isEmpty() ? 0 : Integer.parseInt(next);
      items.add(all.get(at));
      if (at + 1 < all.size()) {
        metadata.put("continue", Integer.toString(at + 1));
      }
    } else {
      items.addAll(all);
    }
    return list.toString();
  }

  private static String status(int code, String message) {
    return """
    {"kind":"Status","apiVersion":"v1","status":"Failure","message":"%s","code":%d}"""
        .formatted(message, code);
  }

  private static void respond(Socket socket, int status, String headers, String body)
      throws IOException {
    ApiWatch.write(
        socket,
        "HTTP/1.1 %d Status\r\nContent-Type: application/json\r\n%sContent-Length: %d\r\n\r\n%s"
            .formatted(status, headers, body.getBytes(StandardCharsets.UTF_8).length, body));
  }

  static void closeQuietly(Socket socket) {
    try {
      socket.close();
    } catch (IOException e) {
      // It is gone all the same.
    }
  }

  @Override
  public void close() throws IOException {
    down();
  }
}
