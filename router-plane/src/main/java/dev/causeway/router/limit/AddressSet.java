package dev.causeway.router.limit;

import dev.causeway.routing.model.Network;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.net.InetAddress;
import java.nio.ByteOrder;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;

/**
 * An immutable set of IPv4 and IPv6 networks as sorted, disjoint ranges; asking costs a binary
 * search and the address's own copy of its bytes.
 */
public final class AddressSet {
  private static final VarHandle INTS =
      MethodHandles.byteArrayViewVarHandle(int[].class, ByteOrder.BIG_ENDIAN);
  private static final VarHandle LONGS =
      MethodHandles.byteArrayViewVarHandle(long[].class, ByteOrder.BIG_ENDIAN);
  private static final Comparator<Range> BY_START =
      (a, b) -> compare(a.firstHigh, a.firstLow, b.firstHigh, b.firstLow);

  /** Both ends inclusive, unsigned; IPv4 uses the low half only. */
  private record Range(long firstHigh, long firstLow, long lastHigh, long lastLow) {}

  private final int[] firstIpv4;
  private final int[] lastIpv4;
  private final long[] firstIpv6;
  private final long[] lastIpv6;

  private AddressSet(List<Range> ipv4, List<Range> ipv6) {
    firstIpv4 = ipv4.stream().mapToInt(range -> (int) range.firstLow).toArray();
    lastIpv4 = ipv4.stream().mapToInt(range -> (int) range.lastLow).toArray();
    firstIpv6 = new long[2 * ipv6.size()];
    lastIpv6 = new long[2 * ipv6.size()];
    for (int i = 0; i < ipv6.size(); i++) {
      firstIpv6[2 * i] = ipv6.get(i).firstHigh;
      firstIpv6[2 * i + 1] = ipv6.get(i).firstLow;
      lastIpv6[2 * i] = ipv6.get(i).lastHigh;
      lastIpv6[2 * i + 1] = ipv6.get(i).lastLow;
    }
  }

  /** Returns the set of the addresses of {@code networks}. */
  public static AddressSet of(List<Network> networks) {
    List<Range> ipv4 = new ArrayList<>();
    List<Range> ipv6 = new ArrayList<>();
    for (Network network : networks) {
      byte[] bytes = network.address().toArray();
      (bytes.length == 4 ? ipv4 : ipv6).add(range(bytes, network.prefix()));
    }
    return new AddressSet(merged(ipv4), merged(ipv6));
  }

  private static Range range(byte[] bytes, int prefix) {
    if (bytes.length == 4) {
      long first = Integer.toUnsignedLong(int32(bytes));
      return new Range(0, first, 0, first | (0xffff_ffffL >>> prefix));
    }
    long high = int64(bytes, 0);
    long low = int64(bytes, 8);
    return new Range(high, low, high | ones(prefix), low | ones(Math.max(0, prefix - 64)));
  }

  /** Returns a long whose bits behind the first {@code prefix} are set. */
  private static long ones(int prefix) {
    return prefix >= 64 ? 0 : -1L >>> prefix;
  }

  /** Sorts and joins ranges; networks overlap only by one holding the other. */
  private static List<Range> merged(List<Range> ranges) {
    List<Range> sorted = new ArrayList<>(ranges);
    sorted.sort(
        BY_START.thenComparing((a, b) -> compare(b.lastHigh, b.lastLow, a.lastHigh, a.lastLow)));
    List<Range> result = new ArrayList<>();
    for (Range range : sorted) {
      Range last = result.isEmpty() ? null : result.getLast();
      if (last == null || compare(range.lastHigh, range.lastLow, last.lastHigh, last.lastLow) > 0) {
        result.add(range);
      }
    }
    return result;
  }

  private static int compare(long high, long low, long otherHigh, long otherLow) {
    int order = Long.compareUnsigned(high, otherHigh);
    return order != 0 ? order : Long.compareUnsigned(low, otherLow);
  }

  /** Returns whether the set holds {@code address}. */
  public boolean contains(InetAddress address) {
    byte[] bytes = address.getAddress();
    return bytes.length == 4
        ? containsIpv4(int32(bytes))
        : containsIpv6(int64(bytes, 0), int64(bytes, 8));
  }

  private boolean containsIpv4(int address) {
    int low = 0;
    int high = firstIpv4.length;
    while (low < high) {
      int middle = (low + high) >>> 1;
      if (Integer.compareUnsigned(firstIpv4[middle], address) <= 0) {
        low = middle + 1;
      } else {
        high = middle;
      }
    }
    return low > 0 && Integer.compareUnsigned(address, lastIpv4[low - 1]) <= 0;
  }

  private boolean containsIpv6(long addressHigh, long addressLow) {
    int low = 0;
    int high = firstIpv6.length / 2;
    while (low < high) {
      int middle = (low + high) >>> 1;
      if (compare(firstIpv6[2 * middle], firstIpv6[2 * middle + 1], addressHigh, addressLow) <= 0) {
        low = middle + 1;
      } else {
        high = middle;
      }
    }
    return low > 0
        && compare(addressHigh, addressLow, lastIpv6[2 * low - 2], lastIpv6[2 * low - 1]) <= 0;
  }

  private static int int32(byte[] bytes) {
    return (int) INTS.get(bytes, 0);
  }

  private static long int64(byte[] bytes, int from) {
    return (long) LONGS.get(bytes, from);
  }
}
