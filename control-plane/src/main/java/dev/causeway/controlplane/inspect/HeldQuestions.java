package dev.causeway.controlplane.inspect;

import dev.causeway.controlplane.stream.HeldWatch;
import dev.causeway.controlplane.stream.SnapshotShelf;
import dev.causeway.proto.codec.UndecodableResourceException;
import dev.causeway.proto.codec.WireIds;
import dev.causeway.proto.v1.AwaitHeldRequest;
import dev.causeway.proto.v1.AwaitHeldResponse;
import dev.causeway.proto.v1.HeldQuestion;
import dev.causeway.proto.v1.ResourceVersion;
import dev.causeway.routing.model.Lane;
import dev.causeway.routing.model.ResourceKey;
import dev.causeway.routing.version.ContentHash;
import io.grpc.Status;
import io.grpc.stub.ServerCallStreamObserver;
import io.grpc.stub.StreamObserver;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.SequencedMap;
import java.util.concurrent.Executor;

/**
 * One client's stream of questions about what routers hold.
 *
 * <p>Questions are read one by one; of each at most its newest answer waits for the client to read
 * it. Thread-safe: answers come from the watch's threads, the rest from the call's.
 */
final class HeldQuestions implements StreamObserver<AwaitHeldRequest>, HeldWatch.Listener {
  static final int MAX_QUESTIONS = 4_096;
  static final int MAX_VERSIONS = 256;

  private final ServerCallStreamObserver<AwaitHeldResponse> responses;
  private final HeldWatch watch;
  private final SequencedMap<Long, AwaitHeldResponse> unsent = new LinkedHashMap<>();
  private boolean over;

  /** Opens the stream. */
  HeldQuestions(
      SnapshotShelf shelf,
      Executor threads,
      ServerCallStreamObserver<AwaitHeldResponse> responses) {
    this.responses = responses;
    this.watch = shelf.watchHeld(threads, this);
    responses.disableAutoRequest();
    responses.setOnReadyHandler(this::pump);
    responses.setOnCancelHandler(this::end);
    responses.setOnCloseHandler(this::end);
    say(AwaitHeldResponse.getDefaultInstance());
    responses.request(1);
  }

  @Override
  public void onNext(AwaitHeldRequest request) {
    switch (request.getRequestCase()) {
      case AWAIT -> await(request.getAwait());
      case WITHDRAW -> withdraw(request.getWithdraw());
      // What a newer client adds is ignored by contract.
      case REQUEST_NOT_SET -> {}
    }
    responses.request(1);
  }

  private void await(HeldQuestion question) {
    if (question.getToken() == 0
        || question.getVersionsCount() == 0
        || question.getVersionsCount() > MAX_VERSIONS) {
      refuse(
          Status.INVALID_ARGUMENT.withDescription(
              "a question has a token that is not 0, and 1 to " + MAX_VERSIONS + " versions"));
      return;
    }
    if (watch.size() >= MAX_QUESTIONS) {
      refuse(
          Status.RESOURCE_EXHAUSTED.withDescription(
              "at most " + MAX_QUESTIONS + " questions at a time; withdraw what was answered"));
      return;
    }
    Map<ResourceKey, ContentHash> versions = new HashMap<>();
    try {
      for (ResourceVersion version : question.getVersionsList()) {
        ResourceKey key = WireIds.key(version.getId());
        if (key.kind().lane() != Lane.CONFIG) {
          refuse(Status.INVALID_ARGUMENT.withDescription(key + " is not of the config lane"));
          return;
        }
        versions.put(key, WireIds.hash(version.getHash()));
      }
    } catch (UndecodableResourceException e) {
      switch (e.reason()) {
        // No router of this replica was ever sent a kind that this build does not know.
        case UNSUPPORTED -> {}
        case MALFORMED -> refuse(Status.INVALID_ARGUMENT.withDescription(e.getMessage()));
      }
      return;
    }
    watch.await(question.getToken(), question.getShard(), versions);
  }

  private void withdraw(long token) {
    // Not under the lock that answers take, which come under that of the watch.
    watch.withdraw(token);
    synchronized (this) {
      unsent.remove(token);
    }
  }

  @Override
  public void held(long token, int routers) {
    say(AwaitHeldResponse.newBuilder().setToken(token).setHeld(true).setRouters(routers).build());
  }

  @Override
  public void notHeld(long token) {
    say(AwaitHeldResponse.newBuilder().setToken(token).build());
  }

  private synchronized void say(AwaitHeldResponse answer) {
    unsent.put(answer.getToken(), answer);
    pump();
  }

  private synchronized void pump() {
    while (!over && !unsent.isEmpty() && !responses.isCancelled() && responses.isReady()) {
      responses.onNext(unsent.pollFirstEntry().getValue());
    }
  }

  private void refuse(Status status) {
    synchronized (this) {
      if (over) {
        return;
      }
      over = true;
      responses.onError(status.asRuntimeException());
    }
    watch.close();
  }

  @Override
  public void onError(Throwable failure) {
    end();
  }

  @Override
  public void onCompleted() {
    synchronized (this) {
      if (!over && !responses.isCancelled()) {
        responses.onCompleted();
      }
    }
    end();
  }

  private void end() {
    synchronized (this) {
      over = true;
    }
    watch.close();
  }
}
