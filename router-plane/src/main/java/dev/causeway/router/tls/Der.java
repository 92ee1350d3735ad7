package dev.causeway.router.tls;

import java.io.ByteArrayOutputStream;
import java.math.BigInteger;
import java.nio.charset.StandardCharsets;

/** Writes the few ASN.1 types of a certificate in DER (X.690). */
final class Der {
  private Der() {}

  static byte[] sequence(byte[]... parts) {
    return value(0x30, join(parts));
  }

  static byte[] set(byte[]... parts) {
    return value(0x31, join(parts));
  }

  static byte[] integer(BigInteger number) {
    return value(0x02, number.toByteArray());
  }

  static byte[] bitString(byte[] bytes) {
    return value(0x03, join(new byte[] {0}, bytes));
  }

  static byte[] octetString(byte[] bytes) {
    return value(0x04, bytes);
  }

  static byte[] nothing() {
    return value(0x05, new byte[0]);
  }

  static byte[] utf8String(String text) {
    return value(0x0c, text.getBytes(StandardCharsets.UTF_8));
  }

  static byte[] generalizedTime(String text) {
    return value(0x18, text.getBytes(StandardCharsets.US_ASCII));
  }

  /** Returns {@code content} under a context-specific tag that wraps it. */
  static byte[] explicit(int tag, byte[] content) {
    return value(0xa0 | tag, content);
  }

  /** Returns {@code content} under a context-specific tag that replaces its own. */
  static byte[] implicit(int tag, byte[] content) {
    return value(0x80 | tag, content);
  }

  static byte[] oid(int first, int second, int... rest) {
    var out = new ByteArrayOutputStream();
    out.write(40 * first + second);
    for (int arc : rest) {
      for (int shift = 28; shift > 0; shift -= 7) {
        if (arc >>> shift != 0) {
          out.write(0x80 | ((arc >>> shift) & 0x7f));
        }
      }
      out.write(arc & 0x7f);
    }
    return value(0x06, out.toByteArray());
  }

  private static byte[] value(int tag, byte[] content) {
    var out = new ByteArrayOutputStream();
    out.write(tag);
    if (content.length < 0x80) {
      out.write(content.length);
    } else {
      byte[] length = BigInteger.valueOf(content.length).toByteArray();
      int skip = length[0] == 0 ? 1 : 0;
      out.write(0x80 | (length.length - skip));
      out.write(length, skip, length.length - skip);
    }
    out.writeBytes(content);
    return out.toByteArray();
  }

  private static byte[] join(byte[]... parts) {
    var out = new ByteArrayOutputStream();
    for (byte[] part : parts) {
      out.writeBytes(part);
    }
    return out.toByteArray();
  }
}
