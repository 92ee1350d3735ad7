package dev.causeway.router.http;

import dev.causeway.router.exchange.ClientFacts;
import dev.causeway.router.exchange.ProxyExchange;
import dev.causeway.router.exchange.RequestHead;
import io.netty.channel.Channel;
import io.netty.channel.EventLoop;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/** The life of an exchange as far as it does not depend on the protocol. */
public abstract class ExchangeBase implements ProxyExchange {
  private final Channel channel;
  private final ClientFacts client;
  private final RequestHead request;
  private volatile boolean committed;
  private volatile boolean over;
  private @Nullable Consumer<Throwable> cancelCallback;
  private @Nullable Throwable cancelCause;
  private @Nullable Runnable overCallback;
  private @Nullable Object attachment;
  private long bytesSent;
  private long bytesReceived;

  /** Creates the exchange of {@code request}, arrived on {@code channel}. */
  protected ExchangeBase(Channel channel, ClientFacts client, RequestHead request) {
    this.channel = channel;
    this.client = client;
    this.request = request;
  }

  @Override
  public final EventLoop eventLoop() {
    return channel.eventLoop();
  }

  @Override
  public final Channel channel() {
    return channel;
  }

  @Override
  public final RequestHead request() {
    return request;
  }

  @Override
  public final ClientFacts client() {
    return client;
  }

  @Override
  public final boolean isCommitted() {
    return committed;
  }

  @Override
  public final void onCancel(Consumer<Throwable> callback) {
    Throwable happened = cancelCause;
    if (happened != null) {
      callback.accept(happened);
    } else {
      Consumer<Throwable> earlier = cancelCallback;
      cancelCallback = earlier == null ? callback : earlier.andThen(callback);
    }
  }

  @Override
  public final void onOver(Runnable callback) {
    Runnable earlier = overCallback;
    if (over) {
      callback.run();
    } else if (earlier == null) {
      overCallback = callback;
    } else {
      overCallback =
          () -> {
            earlier.run();
            callback.run();
          };
    }
  }

  @Override
  public final void abort(Throwable cause) {
    if (over) {
      return;
    }
    if (eventLoop().inEventLoop()) {
      abortOnLoop(cause);
    } else {
      eventLoop().execute(() -> abortOnLoop(cause));
    }
  }

  @Override
  public final long bytesSent() {
    return bytesSent;
  }

  @Override
  public final long bytesReceived() {
    return bytesReceived;
  }

  /** Counts bytes on their way to the client. */
  protected final void sent(int bytes) {
    bytesSent += bytes;
  }

  /** Counts bytes that came from the client. */
  protected final void arrived(int bytes) {
    bytesReceived += bytes;
  }

  @Override
  public final <T> @Nullable T attachment(Class<T> type) {
    Object state = attachment;
    return type.isInstance(state) ? type.cast(state) : null;
  }

  @Override
  public final void attach(Object state) {
    attachment = state;
  }

  /** Breaks everything off as the protocol can; on the event loop, may be called more than once. */
  protected abstract void abortOnLoop(Throwable cause);

  /** Returns whether the exchange is over. Any thread may call it. */
  public final boolean isOver() {
    return over;
  }

  /**
   * Notes that a response head or an upgrade is being sent.
   *
   * @throws IllegalStateException if that happened already
   */
  protected final void commit() {
    if (committed) {
      throw new IllegalStateException("the exchange has its response already");
    }
    committed = true;
  }

  /** Tells the handler, once, that the client went away. Does nothing once the exchange is over. */
  protected final void cancel(Throwable cause) {
    if (over || cancelCause != null) {
      return;
    }
    cancelCause = cause;
    Consumer<Throwable> callback = cancelCallback;
    cancelCallback = null;
    if (callback != null) {
      callback.accept(cause);
    }
  }

  /** Ends the exchange; returns whether it was this call that did. */
  protected final boolean finish() {
    if (over) {
      return false;
    }
    over = true;
    cancelCallback = null;
    Runnable callback = overCallback;
    overCallback = null;
    if (callback != null) {
      callback.run();
    }
    return true;
  }
}
