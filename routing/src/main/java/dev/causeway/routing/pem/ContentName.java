package dev.causeway.routing.pem;

import dev.causeway.routing.model.Bytes;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.List;

/** Names of resources that are addressed by their content. */
final class ContentName {
  private ContentName() {}

  /** Returns the lower-case hex SHA-256 over {@code parts}, each with its length, and a suffix. */
  static String of(List<Bytes> parts, String suffix) {
    MessageDigest digest;
    try {
      digest = MessageDigest.getInstance("SHA-256");
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("every Java platform has SHA-256", e);
    }
    for (Bytes part : parts) {
      digest.update(ByteBuffer.allocate(Integer.BYTES).putInt(part.size()).array());
      digest.update(part.toArray());
    }
    digest.update(suffix.getBytes(StandardCharsets.UTF_8));
    return HexFormat.of().formatHex(digest.digest());
  }
}
