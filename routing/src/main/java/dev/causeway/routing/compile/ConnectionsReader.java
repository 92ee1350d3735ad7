package dev.causeway.routing.compile;

import dev.causeway.routing.admission.Notice;
import dev.causeway.routing.admission.Quoted;
import dev.causeway.routing.annotation.Durations;
import dev.causeway.routing.input.ConnectionsInput;
import dev.causeway.routing.input.IngressControllerInput;
import dev.causeway.routing.input.PublishingInput;
import dev.causeway.routing.model.ClientConnections;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.BiConsumer;
import org.jspecify.annotations.Nullable;

/**
 * Reads what an IngressController says about client connections. A value that cannot be used counts
 * as absent and leaves a notice.
 */
final class ConnectionsReader {
  /** Also an annotation of the cluster's Ingress configuration on OKD, which is not read here. */
  static final String HARD_STOP = "ingress.operator.openshift.io/hard-stop-after";

  private static final String STRATEGY = "spec.endpointPublishingStrategy";

  /** Ports of host networks: field, OKD's default, and what decides instead. */
  private static final List<HostPort> HOST_PORTS =
      List.of(
          new HostPort("httpPort", "80", "causeway.router.http-port of the routers"),
          new HostPort("httpsPort", "443", "causeway.router.https-port of the routers"),
          new HostPort(
              "statsPort",
              "1936",
              "statistics.port of the chart's values (management.server.port of the routers)"));

  private static final Map<String, String> BLOCKS =
      Map.of("HostNetwork", "hostNetwork", "NodePortService", "nodePort", "Private", "private");

  private record HostPort(String field, String usual, String decides) {}

  private final BiConsumer<String, String> notice;

  private ConnectionsReader(BiConsumer<String, String> notice) {
    this.notice = notice;
  }

  static ClientConnections read(@Nullable IngressControllerInput controller, List<Notice> notices) {
    if (controller == null) {
      return ClientConnections.DEFAULTS;
    }
    ConnectionsReader reader =
        new ConnectionsReader(
            (field, message) -> notices.add(Notice.about(controller, field, message)));
    ConnectionsInput input = controller.connections();
    reader.lookAtPorts(input.publishing());
    reader.lookAtThreads(controller.tuning().getOrDefault("threadCount", ""));
    return new ClientConnections(
        reader.proxyProtocol(input.publishing()),
        reader.isSecond("spec.httpEmptyRequestsPolicy", input.emptyRequests(), "Respond", "Ignore"),
        reader.isSecond(
            "spec.idleConnectionTerminationPolicy",
            input.idleTermination(),
            "Immediate",
            "Deferred"),
        reader.hardStop(controller.metadata().annotations().getOrDefault(HARD_STOP, "")));
  }

  /** AWS's classic load balancers speak it always (IC-070 to IC-073). */
  private boolean proxyProtocol(PublishingInput publishing) {
    boolean aws = publishing.provider().equals("AWS");
    if (aws && publishing.awsType().equals("Classic")) {
      return true;
    }
    String block = BLOCKS.get(publishing.type());
    if (block == null) {
      block = "loadBalancer.providerParameters." + (aws ? "aws.networkLoadBalancer" : "ibm");
    }
    return isSecond(STRATEGY + "." + block + ".protocol", publishing.protocol(), "TCP", "PROXY");
  }

  /** Ports are opened by what starts a router, which is not the router (RO-025). */
  private void lookAtPorts(PublishingInput publishing) {
    if (publishing.hostPorts().isEmpty()) {
      return;
    }
    String[] ports = publishing.hostPorts().split(",", -1);
    for (int i = 0; i < HOST_PORTS.size(); i++) {
      HostPort port = HOST_PORTS.get(i);
      if (!ports[i].equals(port.usual())) {
        notice.accept(
            STRATEGY + ".hostNetwork." + port.field(),
            Quoted.of(ports[i])
                + " has no effect: ports are the installation's, set "
                + port.decides());
      }
    }
  }

  /** A router has as many event loops as processors (RO-013). */
  private void lookAtThreads(String threads) {
    if (!threads.isEmpty() && !threads.equals("0")) {
      notice.accept(
          "spec.tuningOptions.threadCount",
          "has no effect: a router has one event loop per processor that it may use, or"
              + " causeway.router.io-threads");
    }
  }

  private long hardStop(String text) {
    if (text.isEmpty()) {
      return 0;
    }
    Optional<Long> millis = GoDuration.millis(text).or(() -> Durations.millis(text));
    if (millis.isEmpty() || millis.get() == 0) {
      notice.accept(
          "metadata.annotations[" + HARD_STOP + "]",
          Quoted.of(text)
              + " is not a time above 0 such as 30m or 1h; connections are cut when the router's"
              + " own drain-timeout is over");
      return 0;
    }
    return millis.get();
  }

  private boolean isSecond(String field, String text, String first, String second) {
    if (text.equals(second)) {
      return true;
    }
    if (!text.isEmpty() && !text.equals(first)) {
      notice.accept(
          field,
          Quoted.of(text) + " is unknown; " + first + " holds. Write " + first + " or " + second);
    }
    return false;
  }
}
