package dev.causeway.controlplane.inspect;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.causeway.controlplane.routers.TestReplica;
import dev.causeway.controlplane.routers.TestRouter;
import dev.causeway.controlplane.status.GivenStatus;
import dev.causeway.proto.codec.WireIds;
import dev.causeway.proto.v1.AwaitHeldRequest;
import dev.causeway.proto.v1.AwaitHeldResponse;
import dev.causeway.proto.v1.HeldQuestion;
import dev.causeway.proto.v1.InspectionGrpc;
import dev.causeway.routing.model.ResourceKey;
import dev.causeway.routing.model.ResourceKind;
import dev.causeway.routing.version.ContentHash;
import dev.causeway.testkit.tls.TestAuthority;
import dev.causeway.testkit.tls.TestAuthority.Identity;
import io.grpc.ManagedChannel;
import io.grpc.Status;
import io.grpc.netty.GrpcSslContexts;
import io.grpc.netty.NettyChannelBuilder;
import io.grpc.stub.StreamObserver;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Objects;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Whether connected routers hold something, asked over the wire. */
class HeldQuestionsTest {
  private static final Duration PATIENCE = Duration.ofSeconds(60);
  private static final ResourceKey HOST = GivenStatus.host("www.example.com");

  @TempDir private Path folder;
  private TestAuthority authority;
  private TestReplica replica;
  private ManagedChannel channel;
  private final LinkedBlockingQueue<AwaitHeldResponse> answers = new LinkedBlockingQueue<>();
  private CompletableFuture<Status> end = new CompletableFuture<>();
  private StreamObserver<AwaitHeldRequest> questions;

  @BeforeEach
  void start() throws Exception {
    authority = new TestAuthority(folder);
    replica = new TestReplica(authority);
    channel = channel(TestReplica.ASKER);
    questions = ask(channel);
  }

  @AfterEach
  void stop() {
    channel.shutdownNow();
    replica.close();
  }

  private ManagedChannel channel(String name) throws Exception {
    Identity identity = authority.issue(name);
    return NettyChannelBuilder.forAddress("127.0.0.1", replica.port())
        .sslContext(
            GrpcSslContexts.forClient()
                .trustManager(identity.trust().toFile())
                .keyManager(identity.certificate().toFile(), identity.key().toFile())
                .build())
        .build();
  }

  private StreamObserver<AwaitHeldRequest> ask(ManagedChannel channel) {
    CompletableFuture<Status> over = end;
    return InspectionGrpc.newStub(channel)
        .awaitHeld(
            new StreamObserver<>() {
              @Override
              public void onNext(AwaitHeldResponse answer) {
                answers.add(answer);
              }

              @Override
              public void onError(Throwable failure) {
                over.complete(Status.fromThrowable(failure));
              }

              @Override
              public void onCompleted() {
                over.complete(Status.OK);
              }
            });
  }

  private void question(long token, ResourceKey key, ContentHash hash) {
    questions.onNext(
        AwaitHeldRequest.newBuilder()
            .setAwait(
                HeldQuestion.newBuilder()
                    .setToken(token)
                    .setShard("default")
                    .addVersions(WireIds.version(key, hash)))
            .build());
  }

  private void withdraw(long token) {
    questions.onNext(AwaitHeldRequest.newBuilder().setWithdraw(token).build());
  }

  private AwaitHeldResponse next() throws InterruptedException {
    AwaitHeldResponse answer = answers.poll(60, TimeUnit.SECONDS);
    assertThat(answer).as("an answer").isNotNull();
    return answer;
  }

  private void assertNext(long token, boolean held, int routers) throws InterruptedException {
    AwaitHeldResponse answer = next();
    assertThat(answer.getToken()).isEqualTo(token);
    assertThat(answer.getHeld()).isEqualTo(held);
    assertThat(answer.getRouters()).isEqualTo(routers);
  }

  private ContentHash publish(int version) {
    return Objects.requireNonNull(
        replica
            .shelf()
            .publish("default", GivenStatus.served("web", "u1", 1, "www.example.com", version))
            .snapshot()
            .hash(HOST));
  }

  @Test
  void everyRouterMustHoldItAndChangesAreTold() throws Exception {
    assertNext(0, false, 0);
    ContentHash first = publish(1);
    question(1, HOST, first);
    assertNext(1, true, 0); // nobody is connected
    TestRouter one = replica.connect("one");
    // It is connected before it holds anything, so what was said is taken back or not, by timing.
    AwaitHeldResponse said = next();
    while (!said.getHeld()) {
      said = next();
    }
    assertThat(said.getRouters()).isEqualTo(1);

    one.holdBack();
    ContentHash second = publish(2);
    question(2, HOST, second);
    // Somebody else's question is answered, this one not.
    question(3, HOST, first);
    assertNext(3, true, 1);
    one.goOn();
    // The one is held from now on, the others are not.
    for (int i = 0; i < 3; i++) {
      AwaitHeldResponse answer = next();
      assertThat(answer.getHeld()).isEqualTo(answer.getToken() == 2);
    }
    withdraw(1);
    withdraw(2);
    withdraw(3);
    question(4, HOST, second);
    assertNext(4, true, 1);
    one.close();
    assertNext(4, true, 0);
  }

  @Test
  void rejectedVersionIsNotHeldAndItsSuccessorIs() throws Exception {
    assertNext(0, false, 0);
    publish(1);
    TestRouter one = replica.router("one");
    replica.router("two");
    one.holdBack();
    ContentHash second = publish(2);
    one.reject(HOST, second);
    one.goOn();
    question(1, HOST, second);
    await().atMost(PATIENCE).until(() -> replica.shelf().view().rejections() == 1);
    one.rejectNothing();
    ContentHash third = publish(3);
    question(2, HOST, third);
    assertNext(2, true, 2);
    assertThat(answers).isEmpty();
  }

  @Test
  void othersShardsAndResourcesDoNotCount() throws Exception {
    assertNext(0, false, 0);
    ContentHash hash = publish(1);
    replica.router("one");
    questions.onNext(
        AwaitHeldRequest.newBuilder()
            .setAwait(
                HeldQuestion.newBuilder()
                    .setToken(1)
                    .setShard("internal")
                    .addVersions(WireIds.version(HOST, hash)))
            .build());
    assertNext(1, true, 0);
    // Another host's change is none of this one's.
    question(2, HOST, hash);
    assertNext(2, true, 1);
    replica
        .shelf()
        .publish("default", GivenStatus.served("other", "u2", 1, "other.example.com", 1));
    question(3, GivenStatus.host("other.example.com"), hash);
    question(4, HOST, hash);
    assertNext(4, true, 1);
  }

  @Test
  void questionsThatMakeNoSenseEndTheStream() throws Exception {
    assertNext(0, false, 0);
    question(
        1,
        new ResourceKey("default", ResourceKind.ENDPOINT_SET, "web"),
        ContentHash.fromBytes(new byte[ContentHash.SIZE]));
    assertThat(end.get(60, TimeUnit.SECONDS).getCode()).isEqualTo(Status.Code.INVALID_ARGUMENT);
  }

  @Test
  void questionsAreBounded() throws Exception {
    assertNext(0, false, 0);
    replica.shelf().publish("default", GivenStatus.decided());
    replica.router("one");
    ContentHash nowhere = ContentHash.fromBytes(new byte[ContentHash.SIZE]);
    for (int i = 1; i <= HeldQuestions.MAX_QUESTIONS; i++) {
      question(i, HOST, nowhere);
    }
    // As many as one likes one after the other.
    for (int i = 1; i <= 10; i++) {
      withdraw(i);
      question(HeldQuestions.MAX_QUESTIONS + i, HOST, nowhere);
    }
    assertThat(answers).isEmpty();
    assertThat(end).isNotDone();
    question(1_000_000, HOST, nowhere);
    assertThat(end.get(60, TimeUnit.SECONDS).getCode()).isEqualTo(Status.Code.RESOURCE_EXHAUSTED);
  }

  @Test
  void strangersAreRefused() throws Exception {
    channel.shutdownNow();
    end.get(60, TimeUnit.SECONDS);
    end = new CompletableFuture<>();
    channel = channel("router.default.causeway");
    ask(channel);
    assertThat(end.get(60, TimeUnit.SECONDS).getCode()).isEqualTo(Status.Code.PERMISSION_DENIED);
  }
}
