package dev.causeway.router.http2;

import io.netty.handler.codec.http.DefaultHttpHeadersFactory;
import io.netty.handler.codec.http.HttpHeaderNames;
import io.netty.handler.codec.http.HttpHeaders;
import io.netty.handler.codec.http.HttpHeadersFactory;
import io.netty.handler.codec.http2.DefaultHttp2Headers;
import io.netty.handler.codec.http2.Http2Headers;
import io.netty.util.AsciiString;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A header block while it is decoded: pseudo-headers go to fields, everything else straight into
 * the {@link HttpHeaders} of the exchange, so that nothing is converted afterwards.
 *
 * <p>A block that breaks the protocol is decoded to its end all the same, because the compression
 * state is shared by all streams; what was wrong is told by {@link #violation}.
 */
final class InboundHead extends DefaultHttp2Headers {
  private static final HttpHeadersFactory UNCHECKED =
      DefaultHttpHeadersFactory.headersFactory().withValidation(false);

  private static final AsciiString METHOD = Http2Headers.PseudoHeaderName.METHOD.value();
  private static final AsciiString SCHEME = Http2Headers.PseudoHeaderName.SCHEME.value();
  private static final AsciiString AUTHORITY = Http2Headers.PseudoHeaderName.AUTHORITY.value();
  private static final AsciiString PATH = Http2Headers.PseudoHeaderName.PATH.value();
  private static final AsciiString PROTOCOL = Http2Headers.PseudoHeaderName.PROTOCOL.value();
  private static final AsciiString KEEP_ALIVE = AsciiString.cached("keep-alive");
  private static final AsciiString PROXY_CONNECTION = AsciiString.cached("proxy-connection");
  private static final AsciiString TRAILERS = AsciiString.cached("trailers");
  private static final long NONE = -1;

  private final HttpHeaders fields = UNCHECKED.newEmptyHeaders();
  private @Nullable AsciiString method;
  private @Nullable AsciiString scheme;
  private @Nullable AsciiString authority;
  private @Nullable AsciiString path;
  private @Nullable AsciiString protocol;
  private @Nullable AsciiString host;
  private @Nullable AsciiString cookie;
  private @Nullable StringBuilder cookies;
  private boolean pseudo;
  private long contentLength = NONE;
  private int lines;
  private @Nullable String violation;

  InboundHead() {
    super(false, 2);
  }

  @Override
  public Http2Headers add(CharSequence name, CharSequence value) {
    if (violation == null) {
      AsciiString exactName = AsciiString.of(name);
      AsciiString exactValue = AsciiString.of(value);
      if (!exactName.isEmpty() && exactName.byteAt(0) == ':') {
        addPseudo(exactName, exactValue);
      } else {
        addField(exactName, exactValue);
      }
    }
    return this;
  }

  /** Answers the codec, whose own check of the length is made here instead. */
  @Override
  public List<CharSequence> getAll(CharSequence name) {
    return List.of();
  }

  private void addPseudo(AsciiString name, AsciiString value) {
    boolean once;
    if (lines > 0) {
      violation = "a pseudo-header stands after a header";
      return;
    }
    pseudo = true;
    if (name.contentEquals(METHOD)) {
      once = method == null;
      method = value;
    } else if (name.contentEquals(PATH)) {
      once = path == null;
      path = value;
    } else if (name.contentEquals(SCHEME)) {
      once = scheme == null;
      scheme = value;
    } else if (name.contentEquals(AUTHORITY)) {
      once = authority == null;
      authority = value;
      fields.add(HttpHeaderNames.HOST, value);
    } else if (name.contentEquals(PROTOCOL)) {
      once = protocol == null;
      protocol = value;
    } else {
      violation = "unknown pseudo-header";
      return;
    }
    if (!once) {
      violation = "a pseudo-header stands twice";
    }
  }

  private void addField(AsciiString name, AsciiString value) {
    lines++;
    if (!FieldSyntax.isName(name)) {
      violation = "a header name is not a lower-case token";
    } else if (!FieldSyntax.isValue(value)) {
      violation = "a header value has forbidden bytes";
    } else if (!addSpecial(name, value)) {
      fields.add(name, value);
    }
  }

  /** Returns whether the header is dealt with: kept apart, or wrong. */
  private boolean addSpecial(AsciiString name, AsciiString value) {
    return switch (name.length()) {
      case 2 -> name.contentEquals(HttpHeaderNames.TE) && isForbiddenTe(value);
      case 4 -> name.contentEquals(HttpHeaderNames.HOST) && addHost(value);
      case 6 -> name.contentEquals(HttpHeaderNames.COOKIE) && addCookie(value);
      case 7 -> name.contentEquals(HttpHeaderNames.UPGRADE) && isConnectionSpecific();
      case 10 ->
          (name.contentEquals(HttpHeaderNames.CONNECTION) || name.contentEquals(KEEP_ALIVE))
              && isConnectionSpecific();
      case 14 -> name.contentEquals(HttpHeaderNames.CONTENT_LENGTH) && addLength(value);
      case 16 -> name.contentEquals(PROXY_CONNECTION) && isConnectionSpecific();
      case 17 -> name.contentEquals(HttpHeaderNames.TRANSFER_ENCODING) && isConnectionSpecific();
      default -> false;
    };
  }

  private boolean isForbiddenTe(AsciiString value) {
    if (value.contentEqualsIgnoreCase(TRAILERS)) {
      return false;
    }
    violation = "TE is not trailers";
    return true;
  }

  private boolean isConnectionSpecific() {
    violation = "a connection-specific header";
    return true;
  }

  private boolean addHost(AsciiString value) {
    AsciiString known = authority != null ? authority : host;
    if (known == null) {
      host = value;
      fields.add(HttpHeaderNames.HOST, value);
    } else if (!known.contentEqualsIgnoreCase(value)) {
      violation = "host and :authority differ";
    }
    return true;
  }

  /** Joins the crumbs that RFC 9113, 8.2.3 allows to be separate headers. */
  private boolean addCookie(AsciiString crumb) {
    AsciiString first = cookie;
    if (first == null) {
      cookie = crumb;
      return true;
    }
    StringBuilder joined = cookies;
    if (joined == null) {
      joined = new StringBuilder(first.length() + crumb.length() + 64).append(first);
      cookies = joined;
    }
    joined.append("; ").append(crumb);
    lines--;
    return true;
  }

  private boolean addLength(AsciiString value) {
    long length = FieldSyntax.parseLength(value);
    if (length < 0) {
      violation = "content-length is not a number";
    } else if (contentLength == NONE) {
      contentLength = length;
      return false;
    } else if (contentLength != length) {
      violation = "two different lengths";
    }
    return true;
  }

  /** Returns what is wrong with the block so far, or null. */
  @Nullable String violation() {
    return violation;
  }

  /** Returns the headers without pseudo-headers, {@code host} among them, cookies joined. */
  HttpHeaders fields() {
    AsciiString single = cookie;
    if (single != null) {
      cookie = null;
      fields.add(HttpHeaderNames.COOKIE, cookies != null ? cookies.toString() : single);
    }
    return fields;
  }

  /** Returns the headers of a trailer block, without those that only a head may carry. */
  HttpHeaders trailerFields() {
    HttpHeaders trailers = fields();
    trailers.remove(HttpHeaderNames.CONTENT_LENGTH);
    trailers.remove(HttpHeaderNames.HOST);
    return trailers;
  }

  /** Returns how many header lines there are, pseudo-headers not counted. */
  int lines() {
    return lines;
  }

  /** Returns whether there is any pseudo-header. */
  boolean hasPseudo() {
    return pseudo;
  }

  /** Returns {@code content-length}, or a negative number where there is none. */
  long contentLength() {
    return contentLength;
  }

  /** Returns what stands for the Host header, or null. */
  @Nullable AsciiString requestAuthority() {
    return authority != null ? authority : host;
  }

  @Override
  public @Nullable AsciiString method() {
    return method;
  }

  @Override
  public @Nullable AsciiString scheme() {
    return scheme;
  }

  @Override
  public @Nullable AsciiString path() {
    return path;
  }

  /** Returns the protocol of an extended CONNECT (RFC 8441), or null. */
  @Nullable AsciiString protocol() {
    return protocol;
  }
}
