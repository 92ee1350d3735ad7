package dev.causeway.controlplane.inspect;

import dev.causeway.controlplane.stream.Labels;
import dev.causeway.controlplane.stream.RouterRejection;
import dev.causeway.controlplane.stream.ShelfSnapshot;
import dev.causeway.controlplane.stream.SnapshotShelf;
import dev.causeway.controlplane.stream.SubscriberView;
import dev.causeway.proto.codec.WireIds;
import dev.causeway.proto.v1.AwaitEffectiveRequest;
import dev.causeway.proto.v1.AwaitEffectiveResponse;
import dev.causeway.proto.v1.AwaitHeldRequest;
import dev.causeway.proto.v1.AwaitHeldResponse;
import dev.causeway.proto.v1.ExplainRequest;
import dev.causeway.proto.v1.ExplainResponse;
import dev.causeway.proto.v1.GetSnapshotRequest;
import dev.causeway.proto.v1.InspectionGrpc;
import dev.causeway.proto.v1.ListNoticesRequest;
import dev.causeway.proto.v1.ListNoticesResponse;
import dev.causeway.proto.v1.ListRejectionsRequest;
import dev.causeway.proto.v1.ListRejectionsResponse;
import dev.causeway.proto.v1.ListSubscribersRequest;
import dev.causeway.proto.v1.ListSubscribersResponse;
import dev.causeway.proto.v1.ListVerdictsRequest;
import dev.causeway.proto.v1.ListVerdictsResponse;
import dev.causeway.proto.v1.SnapshotHeader;
import dev.causeway.proto.v1.SnapshotItem;
import dev.causeway.routing.admission.Notice;
import dev.causeway.routing.admission.Verdict;
import dev.causeway.routing.model.Lane;
import dev.causeway.routing.model.Resource;
import dev.causeway.routing.version.SnapshotId;
import io.grpc.Context;
import io.grpc.Status;
import io.grpc.StatusException;
import io.grpc.stub.ServerCallStreamObserver;
import io.grpc.stub.StreamObserver;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Executor;
import java.util.concurrent.TimeUnit;

/** Answers the questions of {@code inspection.proto} from the shelf. */
final class InspectionService extends InspectionGrpc.InspectionImplBase {
  private static final long DEFAULT_WAIT_MILLIS = 30_000;
  private static final long MAX_WAIT_MILLIS = 600_000;

  private final SnapshotShelf shelf;
  private final Executor threads;

  InspectionService(SnapshotShelf shelf, Executor threads) {
    this.shelf = shelf;
    this.threads = threads;
  }

  /** An answer that may be refused with a status. */
  private interface Answer<T> {
    T get() throws StatusException;
  }

  private static <T> void answer(StreamObserver<T> responses, Answer<T> answer) {
    try {
      T value = answer.get();
      responses.onNext(value);
      responses.onCompleted();
    } catch (StatusException e) {
      responses.onError(e);
    }
  }

  private ShelfSnapshot snapshot(String shard) throws StatusException {
    List<String> shards = shelf.shards();
    String name = shard;
    if (shard.isEmpty()) {
      if (shards.size() != 1) {
        throw Status.INVALID_ARGUMENT
            .withDescription("name a shard; this control plane serves " + shards)
            .asException();
      }
      name = shards.getFirst();
    }
    ShelfSnapshot newest = shelf.newest(name);
    if (newest == null) {
      throw (shards.isEmpty() ? Status.UNAVAILABLE : Status.NOT_FOUND)
          .withDescription("no snapshot of shard " + name + " is published; there are " + shards)
          .asException();
    }
    return newest;
  }

  /** Returns the newest snapshots of the named shard, or of all of them for an empty name. */
  private List<ShelfSnapshot> snapshots(String shard) throws StatusException {
    if (!shard.isEmpty()) {
      return List.of(snapshot(shard));
    }
    return shelf.view().snapshots().values().stream()
        .sorted(Comparator.comparing(ShelfSnapshot::shard))
        .toList();
  }

  private List<SubscriberView> subscribers(String shard) {
    return shelf.view().subscribers().stream()
        .filter(view -> shard.isEmpty() || view.shard().equals(shard))
        .toList();
  }

  @Override
  public void getSnapshot(GetSnapshotRequest request, StreamObserver<SnapshotItem> responses) {
    try {
      ShelfSnapshot published = snapshot(request.getShard());
      List<Resource> selected = new ArrayList<>();
      published
          .snapshot()
          .forEach(
              resource -> {
                if (isSelected(request, resource)) {
                  selected.add(resource);
                }
              });
      selected.sort(Comparator.comparing(Resource::key));
      new SnapshotDump(
              (ServerCallStreamObserver<SnapshotItem>) responses,
              header(published),
              published.snapshot(),
              selected.iterator())
          .start();
    } catch (StatusException e) {
      responses.onError(e);
    }
  }

  private static boolean isSelected(GetSnapshotRequest request, Resource resource) {
    return (request.getKindsCount() == 0
            || request.getKindsList().contains(WireIds.kind(resource.kind())))
        && resource.name().contains(request.getNameContains());
  }

  private static SnapshotHeader header(ShelfSnapshot published) {
    return SnapshotHeader.newBuilder()
        .setShard(published.shard())
        .setId(published.snapshot().id().text())
        .setEndpointsRoot(published.snapshot().endpointsRoot().text())
        .setLabel(Labels.wire(published.label()))
        .setConfigResources(published.snapshot().inventory(Lane.CONFIG).size())
        .setEndpointSets(published.snapshot().inventory(Lane.ENDPOINTS).size())
        .build();
  }

  @Override
  public void listSubscribers(
      ListSubscribersRequest request, StreamObserver<ListSubscribersResponse> responses) {
    answer(
        responses,
        () ->
            ListSubscribersResponse.newBuilder()
                .addAllSubscribers(
                    subscribers(request.getShard()).stream().map(Views::subscriber).toList())
                .build());
  }

  @Override
  public void listRejections(
      ListRejectionsRequest request, StreamObserver<ListRejectionsResponse> responses) {
    answer(
        responses,
        () -> {
          ListRejectionsResponse.Builder response = ListRejectionsResponse.newBuilder();
          List<SubscriberView> subscribers = subscribers(request.getShard());
          AffectedRoutes routes =
              AffectedRoutes.of(
                  shelf, subscribers.stream().flatMap(each -> each.rejections().stream()).toList());
          for (SubscriberView subscriber : subscribers) {
            for (RouterRejection rejection : subscriber.rejections()) {
              response.addRejections(
                  Views.rejection(subscriber.router(), rejection, routes.behind(rejection.key())));
            }
          }
          return response.build();
        });
  }

  @Override
  public void listVerdicts(
      ListVerdictsRequest request, StreamObserver<ListVerdictsResponse> responses) {
    answer(
        responses,
        () -> {
          List<Verdict> verdicts = new ArrayList<>();
          for (ShelfSnapshot published : snapshots(request.getShard())) {
            published
                .verdicts()
                .forEach(
                    (key, verdict) -> {
                      boolean wanted =
                          !(request.getRejectedOnly() && verdict.admitted())
                              && (request.getNamespace().isEmpty()
                                  || key.namespace().equals(request.getNamespace()));
                      if (wanted) {
                        verdicts.add(verdict);
                      }
                    });
          }
          verdicts.sort(Comparator.comparing(Verdict::shard).thenComparing(Verdict::route));
          return ListVerdictsResponse.newBuilder()
              .addAllVerdicts(verdicts.stream().map(Views::verdict).toList())
              .build();
        });
  }

  @Override
  public void listNotices(
      ListNoticesRequest request, StreamObserver<ListNoticesResponse> responses) {
    answer(
        responses,
        () -> {
          ListNoticesResponse.Builder response = ListNoticesResponse.newBuilder();
          for (ShelfSnapshot published : snapshots(request.getShard())) {
            List<Notice> notices = new ArrayList<>();
            published.notices().forEach((_, ofObject) -> notices.addAll(ofObject));
            notices.sort(Comparator.comparing(Notice::object).thenComparing(Notice::field));
            notices.forEach(notice -> response.addNotices(Views.notice(published.shard(), notice)));
          }
          return response.build();
        });
  }

  @Override
  public void explain(ExplainRequest request, StreamObserver<ExplainResponse> responses) {
    answer(
        responses,
        () -> {
          try {
            return RouteExplainer.explain(
                snapshot(request.getShard()), request.getMethod(), request.getUrl());
          } catch (IllegalArgumentException e) {
            throw Status.INVALID_ARGUMENT.withDescription(e.getMessage()).asException();
          }
        });
  }

  @Override
  public StreamObserver<AwaitHeldRequest> awaitHeld(StreamObserver<AwaitHeldResponse> responses) {
    return new HeldQuestions(
        shelf, threads, (ServerCallStreamObserver<AwaitHeldResponse>) responses);
  }

  @Override
  public void awaitEffective(
      AwaitEffectiveRequest request, StreamObserver<AwaitEffectiveResponse> responses) {
    try {
      ShelfSnapshot published = snapshot(request.getShard());
      SnapshotId id =
          request.getId().isEmpty() ? published.snapshot().id() : new SnapshotId(request.getId());
      long wait = request.getTimeoutMillis() > 0 ? request.getTimeoutMillis() : DEFAULT_WAIT_MILLIS;
      String shard = published.shard();
      CompletableFuture<List<SubscriberView>> reached =
          shelf.awaitEffective(shard, id, request.getRouters());
      Context.current().addListener(_ -> reached.cancel(false), Runnable::run);
      var _ =
          reached
              .copy()
              .orTimeout(Math.min(wait, MAX_WAIT_MILLIS), TimeUnit.MILLISECONDS)
              .whenComplete(
                  (views, failure) -> {
                    reached.cancel(false);
                    responses.onNext(
                        AwaitEffectiveResponse.newBuilder()
                            .setReached(failure == null)
                            .setId(id.text())
                            .addAllSubscribers(
                                (failure == null ? views : subscribers(shard))
                                    .stream().map(Views::subscriber).toList())
                            .build());
                    responses.onCompleted();
                  });
    } catch (IllegalArgumentException e) {
      responses.onError(
          Status.INVALID_ARGUMENT.withDescription(e.getMessage()).asRuntimeException());
    } catch (StatusException e) {
      responses.onError(e);
    }
  }
}
