package dev.causeway.router.tls;

import dev.causeway.routing.model.TicketKeys;
import dev.causeway.routing.model.TicketKeys.TicketKey;
import io.netty.handler.ssl.OpenSslSessionContext;
import io.netty.handler.ssl.OpenSslSessionTicketKey;
import io.netty.handler.ssl.SslContext;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.SecureRandom;
import java.util.Arrays;
import java.util.Objects;
import javax.crypto.KDF;
import javax.crypto.spec.HKDFParameterSpec;
import javax.crypto.spec.SecretKeySpec;
import org.jspecify.annotations.Nullable;

/**
 * Gives serving contexts their ticket keys: derived from the shard's, one set per context, so that
 * a session never resumes under another name's certificate, but does at every router of the shard.
 * Without keys of the shard every context has a random key, and sessions resume at this router
 * only. The JDK's provider takes no keys: there it is always so.
 */
final class TicketRing {
  private static final int PART = 16;

  private final SecureRandom random = new SecureRandom();
  private @Nullable TicketKeys keys;

  /** Uses these keys from now on; null for random ones. Returns whether that is a change. */
  boolean turn(@Nullable TicketKeys now) {
    if (Objects.equals(now, keys)) {
      return false;
    }
    keys = now;
    return true;
  }

  /**
   * Gives {@code context} its keys; handshakes under way and open connections do not notice.
   *
   * @param identity what tells contexts apart, equal at every router
   */
  void apply(SslContext context, String identity) {
    if (context.sessionContext() instanceof OpenSslSessionContext sessions) {
      TicketKeys shared = keys;
      if (shared == null) {
        sessions.setTicketKeys(ticketKey(random(3 * PART)));
      } else {
        sessions.setTicketKeys(
            shared.keys().stream()
                .map(key -> ticketKey(derive(key, identity)))
                .toArray(OpenSslSessionTicketKey[]::new));
      }
    }
  }

  private static OpenSslSessionTicketKey ticketKey(byte[] material) {
    try {
      return new OpenSslSessionTicketKey(
          Arrays.copyOfRange(material, 0, PART),
          Arrays.copyOfRange(material, PART, 2 * PART),
          Arrays.copyOfRange(material, 2 * PART, 3 * PART));
    } finally {
      Arrays.fill(material, (byte) 0);
    }
  }

  private static byte[] derive(TicketKey key, String identity) {
    byte[] secret = key.secret().reveal();
    try {
      return KDF.getInstance("HKDF-SHA256")
          .deriveData(
              HKDFParameterSpec.expandOnly(
                  new SecretKeySpec(secret, "Generic"),
                  identity.getBytes(StandardCharsets.UTF_8),
                  3 * PART));
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException("this Java platform has no HKDF with SHA-256", e);
    } finally {
      Arrays.fill(secret, (byte) 0);
    }
  }

  private byte[] random(int length) {
    byte[] bytes = new byte[length];
    random.nextBytes(bytes);
    return bytes;
  }
}
