package dev.causeway.demo.inspect;

import dev.causeway.demo.material.DemoPki.Identity;
import dev.causeway.demo.process.DemoException;
import dev.causeway.proto.v1.AwaitEffectiveRequest;
import dev.causeway.proto.v1.GetSnapshotRequest;
import dev.causeway.proto.v1.InspectionGrpc;
import dev.causeway.proto.v1.ListSubscribersRequest;
import dev.causeway.proto.v1.ListVerdictsRequest;
import dev.causeway.proto.v1.ResourceKind;
import dev.causeway.proto.v1.SnapshotHeader;
import dev.causeway.proto.v1.SnapshotItem;
import dev.causeway.proto.v1.Subscriber;
import io.grpc.ManagedChannel;
import io.grpc.StatusRuntimeException;
import io.grpc.netty.GrpcSslContexts;
import io.grpc.netty.NettyChannelBuilder;
import java.time.Duration;
import java.util.Iterator;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import javax.net.ssl.SSLException;

/** What the control plane says about snapshots and who serves them. */
public final class Inspector implements AutoCloseable {
  private static final Duration CALL = Duration.ofSeconds(5);

  private final ManagedChannel channel;
  private final InspectionGrpc.InspectionBlockingStub stub;

  /**
   * A snapshot's two identities.
   *
   * @param id of the configuration
   * @param endpointsRoot of the endpoints
   */
  public record Version(String id, String endpointsRoot) {}

  /** Connects to the inspection port with an identity of its own. */
  public Inspector(int port, Identity identity) {
    try {
      this.channel =
          NettyChannelBuilder.forAddress("127.0.0.1", port)
              .sslContext(
                  GrpcSslContexts.forClient()
                      .keyManager(identity.certificate().toFile(), identity.key().toFile())
                      .trustManager(identity.trust().toFile())
                      .build())
              .build();
    } catch (SSLException e) {
      throw new DemoException("the inspection identity does not load: " + e.getMessage() + ".", e);
    }
    this.stub = InspectionGrpc.newBlockingStub(channel);
  }

  private InspectionGrpc.InspectionBlockingStub call() {
    return stub.withDeadlineAfter(CALL.toMillis(), TimeUnit.MILLISECONDS);
  }

  /** Returns the newest snapshot's version; empty while nobody answers. */
  public Optional<Version> version() {
    try {
      Iterator<SnapshotItem> items =
          call()
              .getSnapshot(
                  GetSnapshotRequest.newBuilder()
                      .addKinds(ResourceKind.RESOURCE_KIND_SETTINGS)
                      .build());
      Optional<Version> version = Optional.empty();
      while (items.hasNext()) {
        SnapshotItem item = items.next();
        if (item.hasHeader()) {
          SnapshotHeader header = item.getHeader();
          version = Optional.of(new Version(header.getId(), header.getEndpointsRoot()));
        }
      }
      return version;
    } catch (StatusRuntimeException e) {
      return Optional.empty();
    }
  }

  /**
   * Waits until the given number of routers is connected and all of them serve the snapshot.
   *
   * @return whether that happened within the limit
   */
  public boolean awaitEffective(String id, int routers, Duration limit) {
    try {
      return stub.withDeadlineAfter(limit.toMillis() + CALL.toMillis(), TimeUnit.MILLISECONDS)
          .awaitEffective(
              AwaitEffectiveRequest.newBuilder()
                  .setId(id)
                  .setRouters(routers)
                  .setTimeoutMillis(limit.toMillis())
                  .build())
          .getReached();
    } catch (StatusRuntimeException e) {
      return false;
    }
  }

  /** Returns whether that many routers are connected and serve the snapshot. */
  public boolean isEffective(String id, int routers) {
    List<Subscriber> subscribers = subscribers();
    return subscribers.size() >= routers
        && subscribers.stream().allMatch(router -> router.getEffectiveId().equals(id));
  }

  private List<Subscriber> subscribers() {
    try {
      return call()
          .listSubscribers(ListSubscribersRequest.getDefaultInstance())
          .getSubscribersList();
    } catch (StatusRuntimeException e) {
      return List.of();
    }
  }

  /** Returns the hosts of admitted Routes, sorted, each with namespace and name. */
  public List<AdmittedRoute> admitted() {
    try {
      return call()
          .listVerdicts(ListVerdictsRequest.getDefaultInstance())
          .getVerdictsList()
          .stream()
          .filter(verdict -> verdict.getAdmitted())
          .map(
              verdict ->
                  new AdmittedRoute(
                      verdict.getHost(),
                      verdict.getWildcard(),
                      verdict.getNamespace() + "/" + verdict.getName(),
                      verdict.getOrigin()))
          .sorted(java.util.Comparator.comparing(AdmittedRoute::host))
          .toList();
    } catch (StatusRuntimeException e) {
      return List.of();
    }
  }

  /** Returns a sentence for every Route that is not served. */
  public List<String> rejected() {
    try {
      return call()
          .listVerdicts(ListVerdictsRequest.newBuilder().setRejectedOnly(true).build())
          .getVerdictsList()
          .stream()
          .map(
              verdict ->
                  verdict.getOrigin()
                      + ": Route "
                      + verdict.getNamespace()
                      + "/"
                      + verdict.getName()
                      + ": "
                      + verdict.getReason()
                      + (verdict.getField().isEmpty() ? "" : " (" + verdict.getField() + ")")
                      + ": "
                      + verdict.getMessage())
          .sorted()
          .toList();
    } catch (StatusRuntimeException e) {
      return List.of();
    }
  }

  /**
   * A Route that is served.
   *
   * @param host host
   * @param wildcard whether it stands for its siblings
   * @param route namespace and name
   * @param origin where it is defined
   */
  public record AdmittedRoute(String host, boolean wildcard, String route, String origin) {}

  @Override
  public void close() {
    channel.shutdownNow();
  }
}
