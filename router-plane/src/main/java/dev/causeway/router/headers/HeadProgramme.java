package dev.causeway.router.headers;

import dev.causeway.router.exchange.ClientCertificate;
import dev.causeway.router.exchange.ClientFacts;
import dev.causeway.router.exchange.RequestHead;
import dev.causeway.routing.model.ForwardedPolicy;
import io.netty.handler.codec.http.HttpHeaderNames;
import io.netty.handler.codec.http.HttpHeaderValues;
import io.netty.handler.codec.http.HttpHeaders;
import io.netty.util.AsciiString;
import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/**
 * What a rule does to the heads that pass: decided once, run per request. Immutable.
 *
 * <p>Requests lose hop-by-hop headers, {@code Proxy} (RO-037) and the {@code X-SSL-*} family that
 * only the router may set (TLS-056), get forwarded headers, a lower-case {@code Host} (HO-023) and
 * the rewritten path. Responses lose hop-by-hop headers and get {@code Strict-Transport-Security}
 * (TLS-059).
 */
public final class HeadProgramme {
  private static final AsciiString PROXY = AsciiString.cached("proxy");
  private static final AsciiString STRICT_TRANSPORT_SECURITY =
      AsciiString.cached("strict-transport-security");
  private static final List<AsciiString> ROUTER_ONLY =
      List.of(
          AsciiString.cached("x-ssl"),
          AsciiString.cached("x-ssl-client-verify"),
          AsciiString.cached("x-ssl-client-serial"),
          AsciiString.cached("x-ssl-client-version"),
          AsciiString.cached("x-ssl-client-sha1"),
          AsciiString.cached("x-ssl-client-dn"),
          AsciiString.cached("x-ssl-client-cn"),
          AsciiString.cached("x-ssl-client-subject"),
          AsciiString.cached("x-ssl-issuer"),
          AsciiString.cached("x-ssl-client-notbefore"),
          AsciiString.cached("x-ssl-client-notafter"),
          AsciiString.cached("x-ssl-client-der"));

  private final ForwardedPolicy forwarded;
  private final @Nullable String hsts;
  private final @Nullable PathRewrite rewrite;

  /**
   * Creates a programme.
   *
   * @param forwarded policy for forwarded headers
   * @param hsts value of {@code Strict-Transport-Security}, or null
   * @param rewrite rewrite of the path, or null
   */
  public HeadProgramme(
      ForwardedPolicy forwarded, @Nullable String hsts, @Nullable PathRewrite rewrite) {
    this.forwarded = forwarded;
    this.hsts = hsts;
    this.rewrite = rewrite;
  }

  /**
   * Turns a head from the client into the head for the endpoint. The headers are changed in place,
   * so this runs once per attempt on headers of its own, or once per exchange.
   */
  public RequestHead toEndpoint(RequestHead head, ClientFacts client) {
    HttpHeaders headers = head.headers();
    HopByHop.cleanRequest(headers);
    headers.remove(PROXY);
    for (AsciiString name : ROUTER_ONLY) {
      headers.remove(name);
    }
    ClientCertificate certificate = client.certificate();
    if (certificate != null) {
      certificate.headers().forEach(each -> headers.set(each.getKey(), each.getValue()));
    }
    String sent = headers.get(HttpHeaderNames.HOST);
    String host = sent == null ? "" : lowerCase(sent);
    if (!host.equals(sent) && sent != null) {
      headers.set(HttpHeaderNames.HOST, host);
    }
    ForwardedHeaders.write(forwarded, headers, host, head.protocol(), client);
    String upgrade = head.upgrade();
    if (upgrade != null) {
      headers.set(HttpHeaderNames.CONNECTION, HttpHeaderValues.UPGRADE);
      headers.set(HttpHeaderNames.UPGRADE, upgrade);
    }
    String target = rewrite == null ? head.target() : rewrite.apply(head.target());
    return new RequestHead(
        head.protocol(),
        head.method(),
        target,
        sent == null ? head.authority() : host,
        headers,
        upgrade,
        head.endsHere());
  }

  /** Changes the headers of an interim response from the endpoint in place. */
  public void interimToClient(HttpHeaders headers) {
    HopByHop.cleanResponse(headers);
  }

  /** Changes the headers of a final response from the endpoint in place. */
  public void toClient(HttpHeaders headers) {
    HopByHop.cleanResponse(headers);
    if (hsts != null) {
      headers.set(STRICT_TRANSPORT_SECURITY, hsts);
    }
  }

  /** Returns {@code text} itself where nothing changes, so that the usual case costs a scan. */
  private static String lowerCase(String text) {
    for (int i = 0; i < text.length(); i++) {
      char c = text.charAt(i);
      if (c >= 'A' && c <= 'Z') {
        return text.toLowerCase(Locale.ROOT);
      }
    }
    return text;
  }
}
