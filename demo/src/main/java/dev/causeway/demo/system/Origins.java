package dev.causeway.demo.system;

import dev.causeway.demo.material.DemoPki;
import dev.causeway.demo.origin.OriginServer;
import dev.causeway.demo.process.DemoException;
import io.netty.channel.EventLoopGroup;
import io.netty.handler.ssl.SslContext;
import io.netty.handler.ssl.SslContextBuilder;
import io.netty.handler.ssl.SslProvider;
import io.netty.pkitesting.X509Bundle;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import javax.net.ssl.SSLException;
import org.jspecify.annotations.Nullable;

/** The demo origins by name. */
public final class Origins implements AutoCloseable {
  private final EventLoopGroup group;
  private final SslContext tls;
  private final Map<String, OriginServer> running = new ConcurrentHashMap<>();

  /** Prepares to start origins; those with TLS show a certificate of the demo's authority. */
  public Origins(EventLoopGroup group, DemoPki pki) {
    this.group = group;
    // As the host of a passthrough Route, and as a Service inside the cluster.
    X509Bundle bundle = pki.server(List.of("*.apps.localhost", "*.demo.svc"));
    try {
      this.tls =
          SslContextBuilder.forServer(bundle.getKeyPair().getPrivate(), bundle.getCertificatePath())
              .sslProvider(SslProvider.JDK)
              .build();
    } catch (SSLException e) {
      throw new DemoException("this JDK cannot speak TLS: " + e.getMessage() + ".", e);
    }
  }

  /** Starts every origin that is named, with TLS where the value is true. */
  public void start(Map<String, Boolean> names) {
    names.forEach((name, secure) -> running.put(name, startOne(name, secure)));
  }

  private OriginServer startOne(String name, boolean secure) {
    @Nullable SslContext context = secure ? tls : null;
    return OriginServer.start(group, name, context);
  }

  /** Returns the port of an origin. */
  public int port(String name) {
    OriginServer origin = running.get(name);
    if (origin == null) {
      throw new DemoException("there is no demo origin named " + name + ".");
    }
    return origin.port();
  }

  /** Starts a second plain origin of the same name, which {@link #port} then returns. */
  public OriginServer replace(String name) {
    OriginServer before = running.put(name, startOne(name, false));
    if (before == null) {
      throw new DemoException("there is no demo origin named " + name + ".");
    }
    return before;
  }

  /** Returns the names and ports. */
  public Map<String, OriginServer> running() {
    return Map.copyOf(running);
  }

  @Override
  public void close() {
    running.values().forEach(OriginServer::close);
  }
}
