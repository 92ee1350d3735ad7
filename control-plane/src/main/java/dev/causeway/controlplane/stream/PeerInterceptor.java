package dev.causeway.controlplane.stream;

import io.grpc.Context;
import io.grpc.Contexts;
import io.grpc.Grpc;
import io.grpc.Metadata;
import io.grpc.ServerCall;
import io.grpc.ServerCallHandler;
import io.grpc.ServerInterceptor;
import io.grpc.Status;
import java.net.SocketAddress;
import java.security.cert.Certificate;
import java.security.cert.X509Certificate;
import java.util.List;
import java.util.function.Predicate;
import javax.net.ssl.SSLPeerUnverifiedException;
import javax.net.ssl.SSLSession;

/** Reads the peer's certificate, refuses strangers and hands the identity to the call. */
public final class PeerInterceptor implements ServerInterceptor {
  static final Context.Key<PeerIdentity> IDENTITY = Context.key("causeway-peer-identity");
  static final Context.Key<String> ADDRESS = Context.key("causeway-peer-address");

  private final Predicate<PeerIdentity> allowed;
  private final String expectation;

  /**
   * Makes an interceptor.
   *
   * @param allowed who may call
   * @param expectation what a certificate must be for, to tell those who may not
   */
  public PeerInterceptor(Predicate<PeerIdentity> allowed, String expectation) {
    this.allowed = allowed;
    this.expectation = expectation;
  }

  @Override
  public <Q, A> ServerCall.Listener<Q> interceptCall(
      ServerCall<Q, A> call, Metadata headers, ServerCallHandler<Q, A> next) {
    PeerIdentity identity = identity(call);
    if (!allowed.test(identity)) {
      call.close(
          Status.PERMISSION_DENIED.withDescription(
              "the client certificate is for " + identity + ", not for " + expectation),
          new Metadata());
      return new ServerCall.Listener<>() {};
    }
    SocketAddress address = call.getAttributes().get(Grpc.TRANSPORT_ATTR_REMOTE_ADDR);
    Context context =
        Context.current()
            .withValue(IDENTITY, identity)
            .withValue(ADDRESS, address == null ? "" : text(address));
    return Contexts.interceptCall(context, call, headers, next);
  }

  private static String text(SocketAddress address) {
    String text = address.toString();
    return text.startsWith("/") ? text.substring(1) : text;
  }

  private static PeerIdentity identity(ServerCall<?, ?> call) {
    SSLSession session = call.getAttributes().get(Grpc.TRANSPORT_ATTR_SSL_SESSION);
    if (session == null) {
      return new PeerIdentity(List.of());
    }
    try {
      Certificate[] chain = session.getPeerCertificates();
      return chain.length > 0 && chain[0] instanceof X509Certificate leaf
          ? PeerIdentity.of(leaf)
          : new PeerIdentity(List.of());
    } catch (SSLPeerUnverifiedException e) {
      return new PeerIdentity(List.of());
    }
  }
}
