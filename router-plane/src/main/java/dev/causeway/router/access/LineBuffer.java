package dev.causeway.router.access;

import dev.causeway.routing.header.LogFormat.Flags;
import io.netty.util.NetUtil;
import java.net.InetAddress;

/**
 * A line in the making. What goes beyond its limit is cut (RO-088). Nothing a client sends can end
 * the line or a quoted part of it: control bytes, bytes beyond ASCII, quotation marks and {@code #}
 * are written as HAProxy does, {@code #0A}.
 */
final class LineBuffer {
  private static final String HEX = "0123456789ABCDEF";
  private static final String URL = "\"#";
  private static final String HEADER = "\"#{|}";
  private static final String RFC_5424 = "\"\\]";

  private final byte[] bytes;
  private int limit;
  private int length;

  /** Creates a buffer for lines of up to {@code capacity} bytes. */
  LineBuffer(int capacity) {
    bytes = new byte[capacity];
    limit = capacity;
  }

  /** Begins a line of at most {@code longest} bytes. */
  void begin(int longest) {
    limit = Math.min(longest, bytes.length);
    length = 0;
  }

  byte[] bytes() {
    return bytes;
  }

  int length() {
    return length;
  }

  void put(char c) {
    if (length < limit) {
      bytes[length++] = (byte) c;
    }
  }

  /** Writes ASCII text of our own. */
  void ascii(CharSequence text) {
    for (int i = 0; i < text.length(); i++) {
      put(text.charAt(i));
    }
  }

  void ascii(byte[] text) {
    int room = Math.min(text.length, limit - length);
    System.arraycopy(text, 0, bytes, length, room);
    length += room;
  }

  /** Writes text that somebody else made; at most {@code most} characters of it. */
  void text(CharSequence text, Flags flags, int most) {
    foreign(text, 0, Math.min(most, text.length()), flags.escaped(), URL);
  }

  void text(CharSequence text, Flags flags) {
    text(text, flags, Integer.MAX_VALUE);
  }

  void text(CharSequence text, int start, int end, Flags flags) {
    foreign(text, start, end, flags.escaped(), URL);
  }

  /** Writes the value of a header, which must not close the braces around it either. */
  void header(CharSequence text, Flags flags) {
    foreign(text, 0, text.length(), flags.escaped(), HEADER);
  }

  private void foreign(CharSequence text, int start, int end, boolean escaped, String special) {
    for (int i = start; i < end && length < limit; i++) {
      char c = text.charAt(i);
      if (c < ' ' || c > '~' || special.indexOf(c) >= 0) {
        put('#');
        put(HEX.charAt((c >> 4) & 15));
        put(HEX.charAt(c & 15));
      } else {
        if (escaped && RFC_5424.indexOf(c) >= 0) {
          put('\\');
        }
        put(c);
      }
    }
  }

  void number(long value) {
    if (value < 0) {
      put('-');
      number(-value);
      return;
    }
    if (value >= 10) {
      number(value / 10);
    }
    put((char) ('0' + value % 10));
  }

  void number(long value, boolean hex) {
    if (hex) {
      boolean begun = false;
      for (int shift = 60; shift >= 0; shift -= 4) {
        int digit = (int) ((value >>> shift) & 15);
        // HAProxy writes four digits at least.
        begun |= digit != 0 || shift <= 12;
        if (begun) {
          put(HEX.charAt(digit));
        }
      }
    } else {
      number(value);
    }
  }

  /** Writes {@code value} with zeros in front, as {@code digits} digits. */
  void padded(int value, int digits) {
    int unit = 1;
    for (int i = 1; i < digits; i++) {
      unit *= 10;
    }
    for (int rest = value; unit > 0; unit /= 10) {
      put((char) ('0' + (rest / unit) % 10));
    }
  }

  void address(InetAddress address, boolean hex) {
    byte[] raw = address.getAddress();
    if (hex) {
      for (byte b : raw) {
        put(HEX.charAt((b >> 4) & 15));
        put(HEX.charAt(b & 15));
      }
    } else if (raw.length == 4) {
      for (int i = 0; i < 4; i++) {
        if (i > 0) {
          put('.');
        }
        number(raw[i] & 255);
      }
    } else {
      ascii(NetUtil.toAddressString(address));
    }
  }
}
