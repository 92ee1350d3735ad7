package dev.causeway.demo.system;

import dev.causeway.demo.material.DemoPki;
import dev.causeway.demo.material.DemoPki.Identity;
import dev.causeway.demo.material.ExampleFolder;
import dev.causeway.demo.material.FixedPlaces;
import dev.causeway.demo.origin.GrpcOrigin;
import dev.causeway.demo.origin.Origin;
import dev.causeway.demo.origin.OriginServer;
import dev.causeway.demo.process.DemoException;
import io.grpc.netty.GrpcSslContexts;
import io.netty.channel.EventLoopGroup;
import io.netty.handler.ssl.SslContext;
import io.netty.handler.ssl.SslContextBuilder;
import io.netty.handler.ssl.SslProvider;
import io.netty.pkitesting.X509Bundle;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Supplier;
import javax.net.ssl.SSLException;
import org.jspecify.annotations.Nullable;

/** The demo origins by name. */
public final class Origins implements ExampleFolder.OriginPlaces, AutoCloseable {
  private static final String LOOPBACK = "127.0.0.1";

  private final EventLoopGroup group;
  private final SslContext tls;
  private final SslContext grpcTls;
  private final Map<String, OriginServer> running = new ConcurrentHashMap<>();

  /** What an origin speaks. */
  public enum Kind {
    /** HTTP/1.1. */
    HTTP,
    /** HTTP/1.1 over TLS. */
    HTTPS,
    /** gRPC in clear text. */
    GRPC,
    /** gRPC over TLS. */
    GRPCS
  }

  private Origins(EventLoopGroup group, Supplier<SslContextBuilder> tls) {
    this.group = group;
    this.tls = context(tls.get().sslProvider(SslProvider.JDK));
    this.grpcTls = context(GrpcSslContexts.configure(tls.get(), SslProvider.JDK));
  }

  /** Prepares to start origins; those with TLS show a certificate of the demo's authority. */
  public static Origins with(EventLoopGroup group, DemoPki pki) {
    X509Bundle bundle = pki.origins();
    return new Origins(
        group,
        () ->
            SslContextBuilder.forServer(
                bundle.getKeyPair().getPrivate(), bundle.getCertificatePath()));
  }

  /** Prepares to start origins; those with TLS show the certificate of these files. */
  public static Origins with(EventLoopGroup group, Identity identity) {
    return new Origins(
        group,
        () ->
            SslContextBuilder.forServer(identity.certificate().toFile(), identity.key().toFile()));
  }

  private static SslContext context(SslContextBuilder builder) {
    try {
      return builder.build();
    } catch (SSLException e) {
      throw new DemoException("this JDK cannot speak TLS: " + e.getMessage() + ".", e);
    }
  }

  /** Starts every origin that is named, with TLS where the value is true, on loopback. */
  public void start(Map<String, Boolean> names) {
    names.forEach((name, secure) -> running.put(name, startOne(name, secure, loopback())));
  }

  /** Starts every origin that is named, on every address and its fixed port. */
  public void start(Map<String, Boolean> names, FixedPlaces places) {
    names.forEach(
        (name, secure) ->
            running.put(name, startOne(name, secure, new InetSocketAddress(places.port(name)))));
  }

  private static InetSocketAddress loopback() {
    return new InetSocketAddress(InetAddress.ofLiteral(LOOPBACK), 0);
  }

  private OriginServer startOne(String name, boolean secure, InetSocketAddress bind) {
    @Nullable SslContext context = secure ? tls : null;
    return OriginServer.start(group, name, context, bind);
  }

  /** Starts an origin that no example names; whoever asked for it closes it. */
  public Origin startAnother(String name, Kind kind) {
    return switch (kind) {
      case HTTP -> startOne(name, false, loopback());
      case HTTPS -> startOne(name, true, loopback());
      case GRPC -> GrpcOrigin.start(group, name, null, loopback());
      case GRPCS -> GrpcOrigin.start(group, name, grpcTls, loopback());
    };
  }

  @Override
  public String address() {
    return LOOPBACK;
  }

  @Override
  public int port(String name) {
    OriginServer origin = running.get(name);
    if (origin == null) {
      throw new DemoException("there is no demo origin named " + name + ".");
    }
    return origin.port();
  }

  /** Starts a second plain origin of the same name, which {@link #port} then returns. */
  public OriginServer replace(String name) {
    OriginServer before = running.put(name, startOne(name, false, loopback()));
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
