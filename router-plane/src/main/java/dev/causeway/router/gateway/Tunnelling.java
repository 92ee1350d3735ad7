package dev.causeway.router.gateway;

import org.reactivestreams.Subscription;
import reactor.core.CoreSubscriber;
import reactor.core.publisher.Mono;

/** Turns a call into a tunnel after the filters ran; completes when the tunnel is over. */
final class Tunnelling extends Mono<Void> {

  private final UpstreamAttempt attempt;

  Tunnelling(UpstreamAttempt attempt) {
    this.attempt = attempt;
  }

  @Override
  public void subscribe(CoreSubscriber<? super Void> actual) {
    actual.onSubscribe(
        new Subscription() {
          @Override
          public void request(long n) {
            // Completion needs no demand.
          }

          @Override
          public void cancel() {
            attempt.dispose();
          }
        });
    attempt.tunnel(actual);
  }
}
