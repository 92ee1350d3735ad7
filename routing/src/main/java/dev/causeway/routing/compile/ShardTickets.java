package dev.causeway.routing.compile;

import dev.causeway.routing.admission.Notice;
import dev.causeway.routing.input.ObjectKey;
import dev.causeway.routing.input.Origin;
import dev.causeway.routing.input.SecretInput;
import dev.causeway.routing.model.KeyMaterial;
import dev.causeway.routing.model.TicketKeys;
import dev.causeway.routing.model.TicketKeys.TicketKey;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.MessageDigest;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;
import javax.crypto.KDF;
import javax.crypto.spec.HKDFParameterSpec;
import org.jspecify.annotations.Nullable;

/**
 * The ticket keys of a shard, derived from a stored Secret, the shard, how it asks for client
 * certificates, and the epoch. Whoever holds the same Secret derives the same keys.
 *
 * @param keys the keys, or null where there is no usable Secret or nobody told the epoch yet
 * @param notices remarks about the Secret
 */
record ShardTickets(@Nullable TicketKeys keys, List<Notice> notices) {
  /** Key of the Secret's data that holds the secret bytes. */
  static final String DATA_KEY = "key";

  private static final int LEAST_BYTES = 32;
  private static final int ID_BYTES = 8;
  private static final KeyMaterial EMPTY = KeyMaterial.ofText("");
  private static final String SALT = "causeway session ticket keys, version 1";

  /**
   * Derives the keys: of the present epoch, which protect new tickets, of the one before, whose
   * tickets are still about, and of the next, which a control plane whose clock is ahead uses.
   *
   * @param policy identity of how clients are authenticated; sessions never cross policies
   */
  static ShardTickets of(
      CompileOptions options, @Nullable SecretInput secret, @Nullable Long epoch, String policy) {
    ObjectKey key = secretOf(options);
    if (key == null || epoch == null) {
      return new ShardTickets(null, List.of());
    }
    KeyMaterial root = secret == null ? EMPTY : secret.data().getOrDefault(DATA_KEY, EMPTY);
    byte[] content = root.reveal();
    try {
      if (content.length < LEAST_BYTES) {
        return new ShardTickets(null, List.of(notice(key, secret, content.length)));
      }
      List<TicketKey> keys = new ArrayList<>();
      for (long each : new long[] {epoch, epoch - 1, epoch + 1}) {
        keys.add(derive(content, options.shard(), policy, each));
      }
      return new ShardTickets(new TicketKeys(options.shard(), keys), List.of());
    } finally {
      Arrays.fill(content, (byte) 0);
    }
  }

  /** Returns the Secret that is derived from, or null where none is configured. */
  static @Nullable ObjectKey secretOf(CompileOptions options) {
    return options.operandSecret(options.ticketSecret());
  }

  private static TicketKey derive(byte[] root, String shard, String policy, long epoch) {
    try {
      byte[] derived =
          KDF.getInstance("HKDF-SHA256")
              .deriveData(
                  HKDFParameterSpec.ofExtract()
                      .addSalt(utf8(SALT))
                      .addIKM(root)
                      .thenExpand(info(shard, policy, epoch), TicketKey.SECRET_BYTES));
      byte[] digest = MessageDigest.getInstance("SHA-256").digest(derived);
      TicketKey key =
          new TicketKey(HexFormat.of().formatHex(digest, 0, ID_BYTES), KeyMaterial.of(derived));
      Arrays.fill(derived, (byte) 0);
      return key;
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException("this Java platform has no HKDF with SHA-256", e);
    }
  }

  private static byte[] info(String shard, String policy, long epoch) {
    byte[] first = utf8(shard);
    byte[] second = utf8(policy);
    return ByteBuffer.allocate(2 * Integer.BYTES + first.length + second.length + Long.BYTES)
        .putInt(first.length)
        .put(first)
        .putInt(second.length)
        .put(second)
        .putLong(epoch)
        .array();
  }

  private static byte[] utf8(String text) {
    return text.getBytes(StandardCharsets.UTF_8);
  }

  private static Notice notice(ObjectKey key, @Nullable SecretInput secret, int length) {
    String what;
    if (secret == null) {
      what = "does not exist";
    } else if (!secret.withheld().isEmpty()) {
      what = secret.withheld();
    } else if (length == 0) {
      what = "has no data." + DATA_KEY;
    } else {
      what = "has " + length + " bytes in data." + DATA_KEY;
    }
    return new Notice(
        key,
        secret == null ? Origin.UNKNOWN : secret.origin(),
        "data." + DATA_KEY,
        what
            + ": every router keeps ticket keys of its own, so a TLS session can be resumed at the"
            + " router that began it only; store at least "
            + LEAST_BYTES
            + " random bytes there, or set causeway.ticket-keys.secret to nothing");
  }
}
