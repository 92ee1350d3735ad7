package dev.causeway.router.headers;

import dev.causeway.router.exchange.ClientFacts;
import dev.causeway.routing.header.LogFormat;
import dev.causeway.routing.header.LogTag;
import dev.causeway.routing.header.UniqueIdFormat;
import dev.causeway.routing.model.HeaderPolicies;
import io.netty.handler.codec.http.HttpHeaders;
import io.netty.util.AsciiString;
import io.netty.util.NetUtil;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.time.Clock;
import java.util.HexFormat;
import java.util.UUID;
import java.util.concurrent.atomic.AtomicLong;

/** Adds the header that numbers requests (RO-062); what the client sent in it stays. */
public final class UniqueIds {
  private static final HexFormat HEX = HexFormat.of().withUpperCase();
  private static final int LEAST_DIGITS = 4;

  private final AsciiString name;
  private final LogFormat format;
  private final Clock clock;
  private final AtomicLong requests;
  private final long process = ProcessHandle.current().pid();

  /**
   * Compiles a format.
   *
   * @param clock tells the seconds
   * @param requests counts requests of the whole process
   * @throws IllegalArgumentException if the format is not supported
   */
  public UniqueIds(HeaderPolicies.UniqueId uniqueId, Clock clock, AtomicLong requests) {
    this.name = AsciiString.of(uniqueId.name()).toLowerCase();
    this.format =
        UniqueIdFormat.parse(uniqueId.format())
            .orElseThrow(() -> new IllegalArgumentException("format of the unique id"));
    this.clock = clock;
    this.requests = requests;
  }

  void add(HttpHeaders headers, ClientFacts client) {
    StringBuilder id = new StringBuilder(48);
    for (LogFormat.Part part : format.parts()) {
      switch (part) {
        case LogFormat.Text text -> id.append(text.text());
        case LogFormat.Blank blank -> id.append(' ');
        case LogFormat.Item item -> {
          if (item.tag() instanceof LogTag.Fact fact) {
            append(id, fact, item.flags().hex(), client);
          }
        }
      }
    }
    headers.add(name, id.toString().strip());
  }

  private void append(StringBuilder id, LogTag.Fact fact, boolean hex, ClientFacts client) {
    switch (fact) {
      case CLIENT_ADDRESS -> address(id, client.remote(), hex);
      case CLIENT_PORT -> number(id, client.remote().getPort(), hex);
      case FRONTEND_ADDRESS -> address(id, client.local(), hex);
      case FRONTEND_PORT -> number(id, client.local().getPort(), hex);
      case SECONDS -> number(id, clock.instant().getEpochSecond(), hex);
      case REQUEST_NUMBER -> number(id, requests.getAndIncrement(), hex);
      case PROCESS -> number(id, process, hex);
      case UUID -> id.append(UUID.randomUUID());
    }
  }

  private static void address(StringBuilder id, InetSocketAddress address, boolean hex) {
    InetAddress ip = address.getAddress();
    id.append(hex ? HEX.formatHex(ip.getAddress()) : NetUtil.toAddressString(ip));
  }

  private static void number(StringBuilder id, long number, boolean hex) {
    if (hex) {
      int significant = (Long.SIZE - Long.numberOfLeadingZeros(number) + 3) / 4;
      id.append(HEX.toHexDigits(number, Math.max(LEAST_DIGITS, significant)));
    } else {
      id.append(number);
    }
  }
}
