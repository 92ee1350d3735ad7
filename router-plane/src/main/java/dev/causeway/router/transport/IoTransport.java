package dev.causeway.router.transport;

import io.netty.channel.EventLoop;
import io.netty.channel.EventLoopGroup;
import io.netty.channel.IoEventLoop;
import io.netty.channel.IoHandlerFactory;
import io.netty.channel.ServerChannel;
import io.netty.channel.epoll.Epoll;
import io.netty.channel.epoll.EpollIoHandle;
import io.netty.channel.epoll.EpollServerSocketChannel;
import io.netty.channel.epoll.EpollSocketChannel;
import io.netty.channel.nio.NioIoHandler;
import io.netty.channel.socket.SocketChannel;
import io.netty.channel.socket.nio.NioServerSocketChannel;
import io.netty.channel.socket.nio.NioSocketChannel;
import io.netty.channel.uring.IoUring;
import io.netty.channel.uring.IoUringIoHandle;
import io.netty.channel.uring.IoUringIoHandler;
import io.netty.channel.uring.IoUringServerSocketChannel;
import io.netty.channel.uring.IoUringSocketChannel;
import io.netty.util.concurrent.DefaultThreadFactory;
import io.netty.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/** How sockets are driven. Client and upstream channels of one event loop use the same. */
public enum IoTransport {
  /** Linux epoll through Netty's native library. */
  EPOLL,
  /** Linux io_uring through Netty's native library, where the kernel allows it. */
  IO_URING,
  /** The JDK's selector, everywhere. */
  NIO;

  private static final int END_MILLIS = 5_000;

  /** Returns epoll where its native library loads, otherwise the JDK's selector. */
  public static IoTransport best() {
    return Epoll.isAvailable() ? EPOLL : NIO;
  }

  /** Returns why this machine cannot drive sockets like this, or null if it can. */
  public @Nullable Throwable unavailability() {
    return switch (this) {
      case EPOLL -> Epoll.unavailabilityCause();
      case IO_URING -> IoUring.unavailabilityCause();
      case NIO -> null;
    };
  }

  /** Returns the type of connecting channels that {@code loop} drives. */
  public static Class<? extends SocketChannel> clientChannelOf(EventLoop loop) {
    if (loop instanceof IoEventLoop io) {
      if (io.isCompatible(EpollIoHandle.class)) {
        return EPOLL.clientChannel();
      }
      if (io.isCompatible(IoUringIoHandle.class)) {
        return IO_URING.clientChannel();
      }
    }
    return NIO.clientChannel();
  }

  /**
   * Creates event loops; their threads are daemons and start with their first task.
   *
   * @param count how many, at least one
   * @param name what their threads are called, before a number
   */
  public EventLoopGroup newLoops(int count, String name) {
    return new ClosingLoops(count, new DefaultThreadFactory(name, true), handlers());
  }

  /** Ends event loops, within five seconds, and closes what is open on them. */
  public Future<?> end(EventLoopGroup loops) {
    return loops.shutdownGracefully(quietMillis(), END_MILLIS, TimeUnit.MILLISECONDS);
  }

  private IoHandlerFactory handlers() {
    return switch (this) {
      case EPOLL -> LastingEpoll.factory();
      case IO_URING -> IoUringIoHandler.newFactory();
      case NIO -> NioIoHandler.newFactory();
    };
  }

  /**
   * Returns how long event loops must have had nothing to do before they end, milliseconds: the
   * kernel tells io_uring later that a socket is closed, and only then its TLS engine is freed.
   */
  private int quietMillis() {
    return switch (this) {
      case EPOLL, NIO -> 0;
      case IO_URING -> 100;
    };
  }

  /** Returns the type of listening channels. */
  public Class<? extends ServerChannel> serverChannel() {
    return switch (this) {
      case EPOLL -> EpollServerSocketChannel.class;
      case IO_URING -> IoUringServerSocketChannel.class;
      case NIO -> NioServerSocketChannel.class;
    };
  }

  /** Returns the type of connecting channels. */
  public Class<? extends SocketChannel> clientChannel() {
    return switch (this) {
      case EPOLL -> EpollSocketChannel.class;
      case IO_URING -> IoUringSocketChannel.class;
      case NIO -> NioSocketChannel.class;
    };
  }
}
