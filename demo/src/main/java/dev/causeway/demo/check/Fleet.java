package dev.causeway.demo.check;

import dev.causeway.demo.origin.Origin;
import dev.causeway.demo.process.DemoException;
import dev.causeway.demo.system.Origins;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;

/** The endpoints of one Service, which come and go. Used by one thread. */
final class Fleet implements AutoCloseable {
  private static final String NAMESPACE = "demo";

  private final String service;
  private final Origins.Kind kind;
  private final Origins origins;

  /** An endpoint and the number its EndpointSlice has. */
  private record Member(int number, Origin origin) {}

  private final List<Member> serving = new ArrayList<>();
  private final List<Member> draining = new ArrayList<>();
  private final List<Member> gone = new ArrayList<>();
  private int next;
  private int drained;

  Fleet(String service, Origins.Kind kind, Origins origins, int size) {
    this.service = service;
    this.kind = kind;
    this.origins = origins;
    for (int i = 0; i < size; i++) {
      add();
    }
  }

  private void add() {
    serving.add(new Member(next, origins.startAnother(service, kind)));
    next++;
  }

  /**
   * Adds an endpoint, lets the oldest one terminate and removes the one that did so before. What is
   * served follows once the manifest is.
   */
  void turn() {
    add();
    gone.addAll(draining);
    draining.clear();
    draining.add(serving.removeFirst());
  }

  /** Says that every router knows what {@link #turn} did. */
  void known() {
    draining.forEach(member -> member.origin().retire());
  }

  /** Closes origins of removed endpoints that nobody is connected to any more. */
  void closeDrained() {
    for (Iterator<Member> all = gone.iterator(); all.hasNext(); ) {
      Origin origin = all.next().origin();
      if (origin.connections() == 0) {
        requireNoneLate(origin);
        origin.close();
        drained++;
        all.remove();
      }
    }
  }

  /** Returns a sentence for every removed origin that somebody keeps a connection to. */
  List<String> leftovers() {
    return gone.stream()
        .map(Member::origin)
        .map(
            origin ->
                origin.name()
                    + " on port "
                    + origin.port()
                    + " has "
                    + origin.connections()
                    + " connections with "
                    + origin.inFlight()
                    + " exchanges")
        .toList();
  }

  /** Returns how many origins went until nobody was connected to them. */
  int drained() {
    return drained;
  }

  /** Fails if a request was begun after its endpoint had gone and came to it nevertheless. */
  void requireNoneLate() {
    draining.forEach(member -> requireNoneLate(member.origin()));
    gone.forEach(member -> requireNoneLate(member.origin()));
  }

  private static void requireNoneLate(Origin origin) {
    if (origin.late() > 0) {
      throw new DemoException(
          origin.late()
              + " requests came to an endpoint of "
              + origin.name()
              + " that the router knew to be gone when they were begun.");
    }
  }

  /** Returns the Service and its EndpointSlices. */
  String manifest() {
    StringBuilder manifest =
        new StringBuilder(
            """
            apiVersion: v1
            kind: Service
            metadata: {name: %s, namespace: %s}
            spec:
              ports: [{name: main, port: 80, targetPort: 8080%s}]
            """
                .formatted(service, NAMESPACE, appProtocol()));
    serving.forEach(member -> manifest.append(slice(member, "{ready: true}")));
    draining.forEach(
        member ->
            manifest.append(slice(member, "{ready: false, serving: true, terminating: true}")));
    return manifest.toString();
  }

  private String appProtocol() {
    return kind == Origins.Kind.GRPC ? ", appProtocol: kubernetes.io/h2c" : "";
  }

  private String slice(Member member, String conditions) {
    return """
    ---
    apiVersion: discovery.k8s.io/v1
    kind: EndpointSlice
    metadata:
      name: %1$s-%2$d
      namespace: %3$s
      labels: {kubernetes.io/service-name: %1$s}
    addressType: IPv4
    ports: [{name: main, port: %4$d, protocol: TCP%5$s}]
    endpoints: [{addresses: [127.0.0.1], conditions: %6$s}]
    """
        .formatted(
            service, member.number(), NAMESPACE, member.origin().port(), appProtocol(), conditions);
  }

  @Override
  public void close() {
    for (List<Member> members : List.of(serving, draining, gone)) {
      members.forEach(member -> member.origin().close());
    }
  }
}
