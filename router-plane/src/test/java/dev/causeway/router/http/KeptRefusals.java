package dev.causeway.router.http;

import dev.causeway.router.exchange.ClientFacts;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;

/**
 * Keeps what a server under test refused, in order.
 *
 * @param refusals requests that a codec answered itself
 * @param cuts connections that were ended without an answer
 */
public record KeptRefusals(BlockingQueue<Refusal> refusals, BlockingQueue<Cut> cuts)
    implements Refusals {
  /** Begins with nothing. */
  public KeptRefusals() {
    this(new LinkedBlockingQueue<>(), new LinkedBlockingQueue<>());
  }

  @Override
  public void accept(Refusal refusal, ClientFacts client, boolean silent, long nanos) {
    refusals.add(refusal);
  }

  @Override
  public void cut(Cut why) {
    cuts.add(why);
  }
}
