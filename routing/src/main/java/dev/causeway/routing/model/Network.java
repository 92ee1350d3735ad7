package dev.causeway.routing.model;

import java.net.InetAddress;
import java.net.UnknownHostException;
import java.util.Optional;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * An IPv4 or IPv6 network: every address that begins with the same bits. IPv4-mapped IPv6 addresses
 * are IPv4 here (AN-033).
 *
 * @param address first address of the network, 4 or 16 bytes; bits behind the prefix are 0
 * @param prefix number of leading bits that count, 0 to 32 or 128
 */
public record Network(Bytes address, int prefix) {
  private static final String OCTET = "(?:0|[1-9][0-9]?|1[0-9]{2}|2[0-4][0-9]|25[0-5])";
  private static final Pattern IPV4 = Pattern.compile("(?:" + OCTET + "\\.){3}" + OCTET);
  private static final Pattern PREFIX = Pattern.compile("[0-9]{1,3}");
  private static final int MAPPED_BITS = 96;

  /**
   * Checks the bounds.
   *
   * @throws IllegalArgumentException if they are exceeded
   */
  public Network {
    if (address.size() != 4 && address.size() != 16) {
      throw new IllegalArgumentException("an address has 4 or 16 bytes, not " + address.size());
    }
    if (prefix < 0 || prefix > address.size() * 8) {
      throw new IllegalArgumentException("prefix " + prefix + " is out of bounds");
    }
  }

  /**
   * Returns the network that {@code text} names: an address, or one with a prefix length, whose
   * host bits may be set. Empty where it is neither: zones, leading zeros and short forms of IPv4
   * are not accepted.
   */
  public static Optional<Network> parse(String text) {
    int slash = text.indexOf('/');
    byte[] address = address(slash < 0 ? text : text.substring(0, slash));
    if (address == null) {
      return Optional.empty();
    }
    if (slash < 0) {
      return Optional.of(of(address, address.length * 8));
    }
    String length = text.substring(slash + 1);
    if (!PREFIX.matcher(length).matches()) {
      return Optional.empty();
    }
    int prefix = Integer.parseInt(length);
    boolean mapped = address.length == 4 && text.indexOf(':') >= 0;
    if (mapped && prefix < MAPPED_BITS) {
      return prefix <= 128 ? Optional.of(of(mapped(address), prefix)) : Optional.empty();
    }
    int own = mapped ? prefix - MAPPED_BITS : prefix;
    return own <= address.length * 8 ? Optional.of(of(address, own)) : Optional.empty();
  }

  private static Network of(byte[] address, int prefix) {
    byte[] first = address.clone();
    for (int bit = prefix; bit < first.length * 8; bit++) {
      first[bit / 8] &= (byte) ~(0x80 >>> (bit % 8));
    }
    return new Network(Bytes.of(first), prefix);
  }

  private static byte @Nullable [] address(String text) {
    int colon = text.lastIndexOf(':');
    if (colon < 0) {
      return IPV4.matcher(text).matches() ? InetAddress.ofLiteral(text).getAddress() : null;
    }
    boolean dotted = text.indexOf('.') >= 0;
    if (text.indexOf('%') >= 0
        || text.indexOf('[') >= 0
        || (dotted && !IPV4.matcher(text.substring(colon + 1)).matches())) {
      return null;
    }
    try {
      return InetAddress.ofLiteral(text).getAddress();
    } catch (IllegalArgumentException e) {
      return null;
    }
  }

  private static byte[] mapped(byte[] address) {
    byte[] whole = new byte[16];
    whole[10] = (byte) 0xff;
    whole[11] = (byte) 0xff;
    System.arraycopy(address, 0, whole, 12, 4);
    return whole;
  }

  /** Returns the address, with the prefix length unless it covers the address completely. */
  @Override
  public String toString() {
    try {
      String text = InetAddress.getByAddress(address.toArray()).getHostAddress();
      return prefix == address.size() * 8 ? text : text + "/" + prefix;
    } catch (UnknownHostException e) {
      throw new IllegalStateException("4 or 16 bytes are an address", e);
    }
  }
}
