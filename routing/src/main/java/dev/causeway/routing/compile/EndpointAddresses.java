package dev.causeway.routing.compile;

import java.net.Inet6Address;
import java.net.InetAddress;
import java.util.Arrays;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** Decides which endpoint addresses may be connected to (EP-002, EP-007). */
final class EndpointAddresses {
  private static final Pattern IPV4 =
      Pattern.compile("(?:0|[1-9][0-9]{0,2})(?:\\.(?:0|[1-9][0-9]{0,2})){3}");

  /** Cloud metadata services that must not be reachable through a hand-made slice (EP-007). */
  private static final String AZURE_METADATA = "168.63.129.16";

  private static final String EC2_METADATA = "fd00:ec2::254";

  private final boolean allowLoopback;

  EndpointAddresses(boolean allowLoopback) {
    this.allowLoopback = allowLoopback;
  }

  /** Returns why {@code address} must not be used, as the rest of a sentence, or null. */
  @Nullable String problem(String address) {
    InetAddress parsed = parse(address);
    if (parsed == null) {
      return "is not an IPv4 or IPv6 address";
    }
    InetAddress effective = embedded(parsed);
    if (effective.isLoopbackAddress()) {
      return allowLoopback ? null : "is a loopback address";
    }
    if (effective.isAnyLocalAddress()) {
      return "is the unspecified address";
    }
    if (effective.isLinkLocalAddress()) {
      return "is a link-local address";
    }
    if (effective.isMulticastAddress()) {
      return "is a multicast address";
    }
    boolean metadata =
        effective.equals(InetAddress.ofLiteral(AZURE_METADATA))
            || effective.equals(InetAddress.ofLiteral(EC2_METADATA));
    return metadata ? "is the address of a cloud metadata service" : null;
  }

  /** Returns whether {@code text} is an IPv4 or IPv6 address. */
  static boolean isLiteral(String text) {
    return parse(text) != null;
  }

  private static @Nullable InetAddress parse(String address) {
    boolean v6 = address.indexOf(':') >= 0;
    if (v6 ? address.indexOf('%') >= 0 || address.indexOf('[') >= 0 : !isIpv4(address)) {
      return null;
    }
    try {
      return InetAddress.ofLiteral(address);
    } catch (IllegalArgumentException e) {
      return null;
    }
  }

  private static boolean isIpv4(String address) {
    return IPV4.matcher(address).matches();
  }

  /** Returns the IPv4 address inside an IPv4-compatible IPv6 address; mapped ones are IPv4 here. */
  private static InetAddress embedded(InetAddress address) {
    if (!(address instanceof Inet6Address v6)
        || !v6.isIPv4CompatibleAddress()
        || v6.isLoopbackAddress()
        || v6.isAnyLocalAddress()) {
      return address;
    }
    byte[] bytes = v6.getAddress();
    try {
      return InetAddress.getByAddress(Arrays.copyOfRange(bytes, 12, 16));
    } catch (java.net.UnknownHostException e) {
      throw new IllegalStateException("four bytes are an address", e);
    }
  }
}
