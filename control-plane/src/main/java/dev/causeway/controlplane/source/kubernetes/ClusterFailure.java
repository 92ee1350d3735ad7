package dev.causeway.controlplane.source.kubernetes;

import io.fabric8.kubernetes.client.KubernetesClientException;
import io.fabric8.kubernetes.client.WatcherException;
import java.io.IOException;
import org.jspecify.annotations.Nullable;

/** Failures of an API server as sentences for people, with the remedy where there is one. */
final class ClusterFailure {
  private final String server;

  /**
   * Makes sentences.
   *
   * @param server name of the API server
   */
  ClusterFailure(String server) {
    this.server = server;
  }

  /** Says why {@code kind} cannot be read. */
  String sentence(WatchedKind kind, String scope, Throwable failure) {
    KubernetesClientException answer = answer(failure);
    int code = answer == null ? 0 : answer.getCode();
    return switch (code) {
      case 0 -> unreachable(failure);
      case 401 ->
          "the API server " + server + " does not accept the credentials of this process (401)";
      case 403 ->
          "the API server "
              + server
              + " does not let this process list and watch "
              + kind.resource()
              + scope
              + " (403): bind the role of the chart to its service account";
      case 404 ->
          "the API server "
              + server
              + " does not serve "
              + kind.resource()
              + " (404)"
              + (kind.isCustom()
                  ? ": install the chart causeway-crds, or have the cluster serve them itself"
                  : "");
      case 429 -> "the API server " + server + " asks for fewer requests (429)";
      default ->
          "the API server " + server + " fails to list or watch " + kind.resource() + ", " + code;
    };
  }

  /** Says that a watch is down for no known reason. */
  String silence(WatchedKind kind, boolean listed) {
    return "the API server "
        + server
        + (listed ? " does not go on telling of " : " has not answered about ")
        + kind.resource();
  }

  private String unreachable(Throwable failure) {
    Throwable root = failure;
    for (Throwable cause = failure; cause != null; cause = cause.getCause()) {
      root = cause;
      if (cause instanceof IOException && cause.getMessage() != null) {
        break;
      }
    }
    String detail = root.getMessage() == null ? root.getClass().getSimpleName() : root.getMessage();
    return "the API server " + server + " cannot be reached: " + detail;
  }

  private static @Nullable KubernetesClientException answer(Throwable failure) {
    for (Throwable cause = failure; cause != null; cause = cause.getCause()) {
      if (cause instanceof KubernetesClientException answer && answer.getCode() > 0) {
        return answer;
      }
      if (cause instanceof WatcherException watch && watch.asClientException() != null) {
        KubernetesClientException answer = watch.asClientException();
        if (answer.getCode() > 0) {
          return answer;
        }
      }
    }
    return null;
  }
}
