package dev.causeway.router.transport;

import io.netty.buffer.ByteBuf;
import java.nio.charset.StandardCharsets;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/**
 * What a ClientHello tells before TLS begins.
 *
 * @param serverName lower-case SNI name as sent, or null where there is none or it cannot be the
 *     name of a host
 * @param acceptsEcdsa whether the client can verify an ECDSA certificate
 */
record ClientHello(@Nullable String serverName, boolean acceptsEcdsa) {
  private static final int SERVER_NAME = 0;
  private static final int SIGNATURE_ALGORITHMS = 13;
  private static final int SUPPORTED_VERSIONS = 43;
  private static final int TLS_1_3 = 0x0304;
  private static final int RANDOM_AND_VERSION_BYTES = 34;
  private static final int MAX_NAME = 255;

  /**
   * Reads the body of a ClientHello handshake message (RFC 8446 section 4.1.2).
   *
   * @param in exactly the body; its reader index moves
   * @throws IllegalArgumentException if it is malformed
   */
  static ClientHello parse(ByteBuf in) {
    try {
      return read(in);
    } catch (IndexOutOfBoundsException e) {
      throw new IllegalArgumentException("truncated ClientHello", e);
    }
  }

  private static ClientHello read(ByteBuf in) {
    in.skipBytes(RANDOM_AND_VERSION_BYTES);
    in.skipBytes(in.readUnsignedByte());
    boolean ecdsaSuite = hasEcdsaSuite(in.readSlice(in.readUnsignedShort()));
    in.skipBytes(in.readUnsignedByte());
    String name = null;
    boolean ecdsaSignature = false;
    boolean tls13 = false;
    if (in.isReadable()) {
      ByteBuf extensions = in.readSlice(in.readUnsignedShort());
      while (extensions.isReadable()) {
        int type = extensions.readUnsignedShort();
        ByteBuf data = extensions.readSlice(extensions.readUnsignedShort());
        switch (type) {
          case SERVER_NAME -> name = serverName(data);
          case SIGNATURE_ALGORITHMS -> ecdsaSignature = hasEcdsaSignature(data);
          case SUPPORTED_VERSIONS -> tls13 = offersTls13(data);
          default -> {} // nothing that decides anything here
        }
      }
    }
    return new ClientHello(name, ecdsaSignature && (tls13 || ecdsaSuite));
  }

  private static @Nullable String serverName(ByteBuf data) {
    ByteBuf list = data.readSlice(data.readUnsignedShort());
    while (list.isReadable()) {
      int type = list.readUnsignedByte();
      ByteBuf value = list.readSlice(list.readUnsignedShort());
      if (type == 0) {
        return hostName(value.toString(StandardCharsets.ISO_8859_1));
      }
    }
    return null;
  }

  /**
   * Returns the name in lower case, or null for what names no host: that matches nothing (TLS-007),
   * and whether the handshake may go on is left to TLS. A trailing dot stays (RFC 6066, section 3,
   * allows none), so that such a name matches nothing either (HO-060).
   */
  private static @Nullable String hostName(String name) {
    if (name.isEmpty() || name.length() > MAX_NAME) {
      return null;
    }
    for (int i = 0; i < name.length(); i++) {
      if (name.charAt(i) <= ' ' || name.charAt(i) > '~') {
        return null;
      }
    }
    return name.toLowerCase(Locale.ROOT);
  }

  /** ecdsa_secp256r1_sha256, ecdsa_secp384r1_sha384, ecdsa_secp521r1_sha512. */
  private static boolean hasEcdsaSignature(ByteBuf data) {
    ByteBuf list = data.readSlice(data.readUnsignedShort());
    while (list.readableBytes() >= 2) {
      int scheme = list.readUnsignedShort();
      if (scheme == 0x0403 || scheme == 0x0503 || scheme == 0x0603) {
        return true;
      }
    }
    return false;
  }

  /** The ECDHE_ECDSA suites up to TLS 1.2 that any profile and provider serves. */
  private static boolean hasEcdsaSuite(ByteBuf suites) {
    while (suites.readableBytes() >= 2) {
      switch (suites.readUnsignedShort()) {
        case 0xc009, 0xc00a, 0xc023, 0xc024, 0xc02b, 0xc02c, 0xcca9 -> {
          return true;
        }
        default -> {} // another kind of key, or one that nobody serves
      }
    }
    return false;
  }

  private static boolean offersTls13(ByteBuf data) {
    ByteBuf list = data.readSlice(data.readUnsignedByte());
    while (list.readableBytes() >= 2) {
      if (list.readUnsignedShort() == TLS_1_3) {
        return true;
      }
    }
    return false;
  }
}
