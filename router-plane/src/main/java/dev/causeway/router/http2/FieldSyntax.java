package dev.causeway.router.http2;

import io.netty.util.AsciiString;

/** Which bytes may stand in names and values of HTTP/2 headers (RFC 9113, 8.2.1). */
final class FieldSyntax {
  /** Bit n is set if char n can stand in a token. */
  private static final long TOKEN_LOW = bits("!#$%&'*+-.0123456789", 0);

  private static final long TOKEN_LOWER = bits("^_`abcdefghijklmnopqrstuvwxyz|~", 64);
  private static final long TOKEN_UPPER = bits("ABCDEFGHIJKLMNOPQRSTUVWXYZ", 64);

  /** More digits could overflow; no body is that long. */
  private static final int MAX_DIGITS = 18;

  private FieldSyntax() {}

  /** Returns whether {@code name} is a lower-case header name. */
  static boolean isName(AsciiString name) {
    return isToken(name, TOKEN_LOWER);
  }

  /** Returns whether {@code method} is a method name. */
  static boolean isMethod(AsciiString method) {
    return isToken(method, TOKEN_LOWER | TOKEN_UPPER);
  }

  private static boolean isToken(AsciiString text, long high) {
    byte[] bytes = text.array();
    int from = text.arrayOffset();
    int to = from + text.length();
    for (int i = from; i < to; i++) {
      int c = bytes[i];
      long mask = c < 64 ? TOKEN_LOW : high;
      if (c < 0 || (mask >>> (c & 63) & 1) == 0) {
        return false;
      }
    }
    return to > from;
  }

  /** Returns whether {@code value} has no NUL, CR, LF and no white space at its ends. */
  static boolean isValue(AsciiString value) {
    byte[] bytes = value.array();
    int from = value.arrayOffset();
    int to = from + value.length();
    if (to > from && (isBlank(bytes[from]) || isBlank(bytes[to - 1]))) {
      return false;
    }
    for (int i = from; i < to; i++) {
      byte b = bytes[i];
      if (b == 0 || b == '\r' || b == '\n') {
        return false;
      }
    }
    return true;
  }

  private static boolean isBlank(byte b) {
    return b == ' ' || b == '\t';
  }

  /** Returns the length that {@code digits} write, or a negative number if they write none. */
  static long parseLength(AsciiString digits) {
    int length = digits.length();
    if (length == 0 || length > MAX_DIGITS) {
      return -1;
    }
    long value = 0;
    for (int i = 0; i < length; i++) {
      int digit = digits.byteAt(i) - '0';
      if (digit < 0 || digit > 9) {
        return -1;
      }
      value = value * 10 + digit;
    }
    return value;
  }

  private static long bits(String chars, int base) {
    long bits = 0;
    for (int i = 0; i < chars.length(); i++) {
      bits |= 1L << (chars.charAt(i) - base);
    }
    return bits;
  }
}
