package dev.causeway.router.headers;

import dev.causeway.routing.header.HeaderValue;
import io.netty.handler.codec.http.HttpHeaders;
import io.netty.util.AsciiString;
import java.nio.charset.StandardCharsets;
import java.security.cert.CertificateEncodingException;
import java.util.Base64;
import java.util.HexFormat;
import java.util.List;
import javax.net.ssl.SSLPeerUnverifiedException;
import javax.net.ssl.SSLSession;
import org.jspecify.annotations.Nullable;

/**
 * Writes the values of one list of header actions for one message. Whoever writes Routes could name
 * a header a thousand times in a value, and that value in the next one, so the characters that
 * items handle are limited; items beyond the limit are empty.
 */
final class HeaderText {
  private static final HexFormat HEX = HexFormat.of().withUpperCase();

  private final HttpHeaders headers;
  private final @Nullable SSLSession tls;
  private int left;

  /**
   * Creates a writer.
   *
   * @param headers headers of the message
   * @param tls session of the client, or null
   * @param most characters that items may handle, all values together
   */
  HeaderText(HttpHeaders headers, @Nullable SSLSession tls, int most) {
    this.headers = headers;
    this.tls = tls;
    this.left = most;
  }

  String of(HeaderValue value) {
    StringBuilder text = new StringBuilder();
    for (HeaderValue.Part part : value.parts()) {
      text.append(
          switch (part) {
            case HeaderValue.Text plain -> plain.text();
            case HeaderValue.Header header -> converted(element(header), header.converters());
            case HeaderValue.ClientCertificate certificate ->
                converted(certificate(), certificate.converters());
          });
    }
    return text.toString().strip();
  }

  /** Returns a text that was paid for, or the empty one. */
  private String paid(String text) {
    if (text.length() > left) {
      left = 0;
      return "";
    }
    left -= text.length();
    return text;
  }

  private String element(HeaderValue.Header header) {
    if (left == 0) {
      return "";
    }
    List<String> lines = headers.getAll(header.name());
    return lines.isEmpty() ? "" : LastElement.of(paid(lines.getLast()));
  }

  private String converted(String text, List<HeaderValue.Converter> converters) {
    String result = text;
    for (HeaderValue.Converter converter : converters) {
      if (result.isEmpty()) {
        return result;
      }
      result =
          paid(
              switch (converter) {
                case LOWER -> AsciiString.of(result).toLowerCase().toString();
                case BASE64 ->
                    Base64.getEncoder()
                        .encodeToString(result.getBytes(StandardCharsets.ISO_8859_1));
              });
    }
    return result;
  }

  /** Bytes become text by Base64, or as upper-case hexadecimal digits where text is needed. */
  private String converted(byte[] bytes, List<HeaderValue.Converter> converters) {
    if (bytes.length == 0) {
      return "";
    }
    boolean encodedFirst =
        !converters.isEmpty() && converters.getFirst() == HeaderValue.Converter.BASE64;
    return encodedFirst
        ? converted(
            paid(Base64.getEncoder().encodeToString(bytes)),
            converters.subList(1, converters.size()))
        : converted(paid(HEX.formatHex(bytes)), converters);
  }

  private byte[] certificate() {
    if (tls == null || left == 0) {
      return new byte[0];
    }
    try {
      return tls.getPeerCertificates()[0].getEncoded();
    } catch (SSLPeerUnverifiedException | CertificateEncodingException e) {
      return new byte[0];
    }
  }
}
