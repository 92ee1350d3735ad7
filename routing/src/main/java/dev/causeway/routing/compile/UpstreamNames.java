package dev.causeway.routing.compile;

import dev.causeway.routing.model.UpstreamTls;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import org.jspecify.annotations.Nullable;

/** Names of upstreams: {@code namespace/service:port}, then {@code ~} and a hash of the TLS. */
final class UpstreamNames {
  private static final int HASH_BYTES = 8;

  private UpstreamNames() {}

  static String of(String namespace, String service, String port, @Nullable UpstreamTls tls) {
    StringBuilder name = new StringBuilder();
    escape(namespace, name);
    name.append('/');
    escape(service, name);
    name.append(':');
    if (port.isEmpty()) {
      name.append('*');
    } else {
      escape(port, name);
    }
    if (tls != null) {
      name.append('~').append(hash(tls));
    }
    return name.toString();
  }

  /** Keeps texts that no Service can have from imitating the name of another upstream. */
  private static void escape(String text, StringBuilder out) {
    for (byte b : text.getBytes(StandardCharsets.UTF_8)) {
      boolean plain =
          (b >= 'a' && b <= 'z')
              || (b >= 'A' && b <= 'Z')
              || (b >= '0' && b <= '9')
              || b == '-'
              || b == '.'
              || b == '_';
      if (plain) {
        out.append((char) b);
      } else {
        out.append('%').append(HexFormat.of().toHexDigits(b));
      }
    }
  }

  private static String hash(UpstreamTls tls) {
    String content = tls.trustBundle() + "\n" + tls.verifyName();
    try {
      byte[] digest =
          MessageDigest.getInstance("SHA-256").digest(content.getBytes(StandardCharsets.UTF_8));
      return HexFormat.of().formatHex(digest, 0, HASH_BYTES);
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("every Java platform has SHA-256", e);
    }
  }
}
