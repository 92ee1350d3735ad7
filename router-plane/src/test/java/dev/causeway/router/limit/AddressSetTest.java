package dev.causeway.router.limit;

import static org.assertj.core.api.Assertions.assertThat;

import dev.causeway.routing.model.Network;
import java.math.BigInteger;
import java.net.InetAddress;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;

final class AddressSetTest {

  @Test
  void holdsTheAddressesOfItsNetworksAndNoOther() throws Exception {
    AddressSet set = set("10.1.0.0/16", "10.1.2.0/24", "192.168.1.7", "fd00::/8", "2001:db8::1");

    assertThat(has(set, "10.1.0.0")).isTrue();
    assertThat(has(set, "10.1.255.255")).isTrue();
    assertThat(has(set, "10.0.255.255")).isFalse();
    assertThat(has(set, "10.2.0.0")).isFalse();
    assertThat(has(set, "192.168.1.7")).isTrue();
    assertThat(has(set, "192.168.1.8")).isFalse();
    assertThat(has(set, "fdff:ffff::1")).isTrue();
    assertThat(has(set, "fe00::")).isFalse();
    assertThat(has(set, "2001:db8::1")).isTrue();
    assertThat(has(set, "2001:db8::2")).isFalse();
  }

  @Test
  void familiesAreApart() throws Exception {
    assertThat(has(set("0.0.0.0/0"), "::1")).isFalse();
    assertThat(has(set("::/0"), "127.0.0.1")).isFalse();
    assertThat(has(set("::/0"), "ffff::1")).isTrue();
    assertThat(has(set("0.0.0.0/0"), "255.255.255.255")).isTrue();
    assertThat(has(set("0.0.0.0/0"), "::ffff:10.0.0.1")).isTrue();
  }

  @Test
  void agreesWithComparingBitByBit() throws Exception {
    Random random = new Random(7);
    for (int round = 0; round < 300; round++) {
      int bytes = random.nextBoolean() ? 4 : 16;
      List<Network> networks = new ArrayList<>();
      for (int i = random.nextInt(8); i >= 0; i--) {
        String text = address(random, bytes).getHostAddress();
        networks.add(Network.parse(text + "/" + random.nextInt(bytes * 8 + 1)).orElseThrow());
      }
      AddressSet set = AddressSet.of(networks);
      for (int i = 0; i < 100; i++) {
        InetAddress address = address(random, bytes);
        boolean expected = networks.stream().anyMatch(network -> holds(network, address));
        assertThat(set.contains(address)).as("%s in %s", address, networks).isEqualTo(expected);
      }
    }
  }

  private static boolean holds(Network network, InetAddress address) {
    byte[] first = network.address().toArray();
    int rest = first.length * 8 - network.prefix();
    return new BigInteger(1, first)
        .shiftRight(rest)
        .equals(new BigInteger(1, address.getAddress()).shiftRight(rest));
  }

  /** An address of few distinct bits, so that networks often hold it. */
  private static InetAddress address(Random random, int bytes) throws Exception {
    byte[] address = new byte[bytes];
    Arrays.fill(address, (byte) 0x5a);
    address[random.nextInt(bytes)] ^= (byte) (1 << random.nextInt(8));
    address[bytes - 1] = (byte) random.nextInt();
    return InetAddress.getByAddress(address);
  }

  private static AddressSet set(String... networks) {
    return AddressSet.of(
        Arrays.stream(networks).map(text -> Network.parse(text).orElseThrow()).toList());
  }

  private static boolean has(AddressSet set, String address) {
    return set.contains(InetAddress.ofLiteral(address));
  }
}
