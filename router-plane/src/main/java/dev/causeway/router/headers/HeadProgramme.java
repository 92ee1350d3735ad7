package dev.causeway.router.headers;

import dev.causeway.router.exchange.ClientCertificate;
import dev.causeway.router.exchange.ClientFacts;
import dev.causeway.router.exchange.RequestHead;
import dev.causeway.routing.model.ForwardedPolicy;
import dev.causeway.routing.model.HeaderActions;
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
 * (TLS-059). Header actions of the shard come before all that on requests and after it on
 * responses, those of the Route next to the endpoint (RT-060).
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
  private final Edits edits;
  private final @Nullable UniqueIds uniqueIds;
  private final HeaderNames names;

  /**
   * Header actions.
   *
   * @param shardRequest of the shard, for requests
   * @param shardResponse of the shard, for responses
   * @param routeRequest of the Route, for requests
   * @param routeResponse of the Route, for responses
   */
  public record Edits(
      HeaderEdits shardRequest,
      HeaderEdits shardResponse,
      HeaderEdits routeRequest,
      HeaderEdits routeResponse) {
    /** Compiles the actions of a shard. */
    public static Edits of(HeaderActions shard) {
      return new Edits(
          HeaderEdits.of(shard.request(), false),
          HeaderEdits.of(shard.response(), true),
          HeaderEdits.NONE,
          HeaderEdits.NONE);
    }

    /** Returns the edits of the shard with the compiled actions of a Route. */
    public Edits with(HeaderActions route) {
      return new Edits(
          shardRequest,
          shardResponse,
          HeaderEdits.of(route.request(), false),
          HeaderEdits.of(route.response(), true));
    }
  }

  /**
   * Creates a programme.
   *
   * @param forwarded policy for forwarded headers
   * @param hsts value of {@code Strict-Transport-Security}, or null
   * @param rewrite rewrite of the path, or null
   * @param edits header actions
   * @param uniqueIds numbers requests, or null
   * @param names spelling of header names towards HTTP/1 endpoints
   */
  public HeadProgramme(
      ForwardedPolicy forwarded,
      @Nullable String hsts,
      @Nullable PathRewrite rewrite,
      Edits edits,
      @Nullable UniqueIds uniqueIds,
      HeaderNames names) {
    this.forwarded = forwarded;
    this.hsts = hsts;
    this.rewrite = rewrite;
    this.edits = edits;
    this.uniqueIds = uniqueIds;
    this.names = names;
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
    edits.shardRequest().apply(headers, client);
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
    String authority = sent == null ? head.authority() : host;
    if (!edits.routeRequest().isEmpty()) {
      edits.routeRequest().apply(headers, client);
      authority = headers.get(HttpHeaderNames.HOST);
    }
    if (uniqueIds != null) {
      uniqueIds.add(headers, client);
    }
    names.apply(headers);
    String target = rewrite == null ? head.target() : rewrite.apply(head.target());
    return new RequestHead(
        head.protocol(), head.method(), target, authority, headers, upgrade, head.endsHere());
  }

  /** Changes the headers of an interim response from the endpoint in place. */
  public void interimToClient(HttpHeaders headers) {
    HopByHop.cleanResponse(headers);
  }

  /** Changes the headers of a final response from the endpoint in place. */
  public void toClient(HttpHeaders headers, ClientFacts client) {
    HopByHop.cleanResponse(headers);
    edit(headers, client);
  }

  /** Changes the headers of an accepted upgrade in place. */
  public void upgradeToClient(HttpHeaders headers, ClientFacts client) {
    edit(headers, client);
  }

  private void edit(HttpHeaders headers, ClientFacts client) {
    if (hsts != null) {
      headers.set(STRICT_TRANSPORT_SECURITY, hsts);
    }
    edits.routeResponse().apply(headers, client);
    edits.shardResponse().apply(headers, client);
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
