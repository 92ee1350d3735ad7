package dev.causeway.controlplane.cluster;

import io.fabric8.kubernetes.client.http.BasicBuilder;
import io.fabric8.kubernetes.client.http.HttpRequest;
import io.fabric8.kubernetes.client.http.Interceptor;
import io.fabric8.kubernetes.client.utils.Serialization;
import io.fabric8.openshift.api.model.Route;
import java.net.URI;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.concurrent.ConcurrentSkipListSet;
import org.jspecify.annotations.Nullable;

/**
 * Notes what a client asks of an API server as the rights that this takes, whatever the answer.
 * Requests that RBAC knows no resource for are noted by path. A Route that is created with a host
 * takes a right beside that of the request, by OKD's rules of admission.
 */
public final class RequestRecorder implements Interceptor {
  /** Name to add this under to the builder of a client. */
  public static final String NAME = "REQUEST_RECORDER";

  private static final String CREATE_ROUTE = " routes.route.openshift.io create";

  private final Set<String> lines = new ConcurrentSkipListSet<>();

  /** Makes a recorder that noted nothing. */
  public RequestRecorder() {}

  @Override
  public void before(BasicBuilder headers, HttpRequest request, RequestTags tags) {
    String line = line(request.method(), request.uri());
    lines.add(line);
    if (line.endsWith(CREATE_ROUTE) && namesHost(request.bodyString())) {
      lines.add(line.replace(CREATE_ROUTE, CREATE_ROUTE.replace("routes", "routes/custom-host")));
    }
  }

  private static boolean namesHost(@Nullable String body) {
    if (body == null) {
      return false;
    }
    Route route = Serialization.unmarshal(body, Route.class);
    return route.getSpec() != null
        && route.getSpec().getHost() != null
        && !route.getSpec().getHost().isEmpty();
  }

  /** Returns what was asked so far. */
  public Permissions asked() {
    return new Permissions(lines);
  }

  /** Returns the right that a request takes. */
  static String line(String method, URI uri) {
    List<String> path = List.of(uri.getPath().substring(1).split("/"));
    String group;
    List<String> rest;
    if (path.size() > 2 && path.getFirst().equals("api")) {
      group = "";
      rest = path.subList(2, path.size());
    } else if (path.size() > 3 && path.getFirst().equals("apis")) {
      group = path.get(1);
      rest = path.subList(3, path.size());
    } else {
      return "* " + uri.getPath() + " " + method.toLowerCase(Locale.ROOT);
    }
    String namespace = "*";
    if (rest.size() > 2 && rest.getFirst().equals("namespaces")) {
      namespace = rest.get(1);
      rest = rest.subList(2, rest.size());
    }
    boolean named = rest.size() > 1;
    String resource = rest.size() > 2 ? rest.get(0) + "/" + rest.get(2) : rest.getFirst();
    boolean watch = String.valueOf(uri.getQuery()).matches("(.*&)?watch=(true|1)(&.*)?");
    String verb =
        switch (method) {
          case "POST" -> "create";
          case "PUT" -> "update";
          case "PATCH" -> "patch";
          case "DELETE" -> named ? "delete" : "deletecollection";
          default -> watch ? "watch" : named ? "get" : "list";
        };
    return Permissions.line(namespace, group, resource, verb);
  }
}
