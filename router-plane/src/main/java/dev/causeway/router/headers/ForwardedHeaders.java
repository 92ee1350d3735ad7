package dev.causeway.router.headers;

import dev.causeway.router.exchange.ClientFacts;
import dev.causeway.router.exchange.RequestHead;
import dev.causeway.routing.model.ForwardedPolicy;
import io.netty.handler.codec.http.HttpHeaders;
import io.netty.util.AsciiString;
import io.netty.util.NetUtil;
import java.net.Inet6Address;
import java.net.InetAddress;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Writes {@code X-Forwarded-*} and {@code Forwarded} (RO-054 to RO-061).
 *
 * <p>{@code X-Forwarded-Proto-Version} is removed under {@code replace} unless the client
 * negotiated h2; OKD leaves a client's own value in place there, which contradicts its purpose.
 */
final class ForwardedHeaders {
  private static final AsciiString FOR = AsciiString.cached("x-forwarded-for");
  private static final AsciiString HOST = AsciiString.cached("x-forwarded-host");
  private static final AsciiString PORT = AsciiString.cached("x-forwarded-port");
  private static final AsciiString PROTO = AsciiString.cached("x-forwarded-proto");
  private static final AsciiString VERSION = AsciiString.cached("x-forwarded-proto-version");
  private static final AsciiString FORWARDED = AsciiString.cached("forwarded");

  private ForwardedHeaders() {}

  static void write(
      ForwardedPolicy policy,
      HttpHeaders headers,
      String host,
      RequestHead.Protocol protocol,
      ClientFacts client) {
    if (policy == ForwardedPolicy.NEVER) {
      return;
    }
    String source = text(client.remote().getAddress());
    put(policy, headers, FOR, source);
    put(policy, headers, HOST, host);
    put(policy, headers, PORT, port(client.local().getPort()));
    put(policy, headers, PROTO, client.secure() ? "https" : "http");
    if (client.secure() && protocol == RequestHead.Protocol.HTTP_2) {
      put(policy, headers, VERSION, "h2");
    } else if (policy == ForwardedPolicy.REPLACE) {
      headers.remove(VERSION);
    }
    if (policy != ForwardedPolicy.IF_NONE || !headers.contains(FORWARDED)) {
      put(policy, headers, FORWARDED, forwarded(client, source, host, headers));
    }
  }

  private static void put(
      ForwardedPolicy policy, HttpHeaders headers, AsciiString name, String value) {
    switch (policy) {
      case APPEND -> headers.add(name, value);
      case REPLACE -> headers.set(name, value);
      case IF_NONE -> {
        if (!headers.contains(name)) {
          headers.set(name, value);
        }
      }
      case NEVER -> {}
    }
  }

  /**
   * Under {@code if-none} the protocol repeats what the client said last (RO-058). A list in one
   * line may say several, one hop each; the whole of it would be no value of {@code Forwarded}.
   */
  private static String forwarded(
      ClientFacts client, String source, String host, HttpHeaders headers) {
    List<String> said = headers.getAll(PROTO);
    String last = said.isEmpty() ? "" : LastElement.of(said.getLast());
    String proto = last.isEmpty() ? (client.secure() ? "https" : "http") : last;
    boolean bracketed = client.remote().getAddress() instanceof Inet6Address;
    return bracketed
        ? "for=\"[" + source + "]\";host=" + host + ";proto=" + proto
        : "for=" + source + ";host=" + host + ";proto=" + proto;
  }

  private static String text(@Nullable InetAddress address) {
    // The short form of IPv6, as the access log has it.
    return address == null ? "unknown" : NetUtil.toAddressString(address);
  }

  private static String port(int port) {
    return switch (port) {
      case 80 -> "80";
      case 443 -> "443";
      default -> Integer.toString(port);
    };
  }
}
