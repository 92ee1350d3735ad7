package dev.causeway.demo.check;

import dev.causeway.demo.client.Dialer;
import io.netty.channel.EventLoop;
import io.netty.channel.EventLoopGroup;
import java.security.cert.X509Certificate;

/** Dialers whose connections stay on one event loop. */
public final class LoopDialers {
  private final EventLoopGroup group;
  private final X509Certificate authority;

  /**
   * An event loop and a dialer on it.
   *
   * @param loop the loop
   * @param dialer opens connections on it only
   * @param authority whom the dialer trusts
   */
  record OnLoop(EventLoop loop, Dialer dialer, X509Certificate authority) {}

  /** Takes the loops and whom to trust. */
  public LoopDialers(EventLoopGroup group, X509Certificate authority) {
    this.group = group;
    this.authority = authority;
  }

  OnLoop next() {
    EventLoop loop = group.next();
    return new OnLoop(loop, new Dialer(loop, authority), authority);
  }
}
