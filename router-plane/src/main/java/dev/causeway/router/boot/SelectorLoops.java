package dev.causeway.router.boot;

import io.netty.channel.Channel;
import io.netty.channel.EventLoopGroup;
import java.time.Duration;
import reactor.core.publisher.Mono;
import reactor.netty.resources.LoopResources;

/**
 * Event loops of Reactor Netty on the JDK's selector. Its own choice would be io_uring wherever the
 * library is present; a management port needs no native transport.
 */
final class SelectorLoops implements LoopResources {
  private final LoopResources loops;

  SelectorLoops(LoopResources loops) {
    this.loops = loops;
  }

  @Override
  public EventLoopGroup onServer(boolean useNative) {
    return loops.onServer(false);
  }

  @Override
  public EventLoopGroup onServerSelect(boolean useNative) {
    return loops.onServerSelect(false);
  }

  @Override
  public EventLoopGroup onClient(boolean useNative) {
    return loops.onClient(false);
  }

  @Override
  public <C extends Channel> C onChannel(Class<C> type, EventLoopGroup group) {
    return loops.onChannel(type, group);
  }

  @Override
  public <C extends Channel> Class<? extends C> onChannelClass(
      Class<C> type, EventLoopGroup group) {
    return loops.onChannelClass(type, group);
  }

  @Override
  public boolean daemon() {
    return loops.daemon();
  }

  @Override
  public boolean isDisposed() {
    return loops.isDisposed();
  }

  @Override
  public void dispose() {
    loops.dispose();
  }

  @Override
  public Mono<Void> disposeLater() {
    return loops.disposeLater();
  }

  @Override
  public Mono<Void> disposeLater(Duration quietPeriod, Duration timeout) {
    return loops.disposeLater(quietPeriod, timeout);
  }
}
