package dev.causeway.routing.version;

import dev.causeway.routing.model.ResourceKey;
import java.nio.ByteBuffer;

/**
 * The sum, modulo 2^256, of one SHA-256 value per inventory entry.
 *
 * <p>Adding or removing an entry is one addition or subtraction, and the order of changes does not
 * matter. A sum is weaker than a tree of hashes against somebody who may choose entries freely; it
 * guards against drift between two honest peers on an authenticated stream, not against forgery.
 */
record LaneRoot(long a, long b, long c, long d) {
  static final LaneRoot ZERO = new LaneRoot(0, 0, 0, 0);

  static LaneRoot entry(ResourceKey key, ContentHash hash) {
    CanonicalWalk walk = new CanonicalWalk();
    walk.text("causeway-entry");
    walk.text(key.kind().name());
    walk.text(key.shard());
    walk.text(key.name());
    walk.bytes(hash.toBytes());
    ByteBuffer sum = ByteBuffer.wrap(ContentHash.digest(walk.buffer(), walk.length()).toBytes());
    return new LaneRoot(sum.getLong(), sum.getLong(), sum.getLong(), sum.getLong());
  }

  LaneRoot plus(LaneRoot other) {
    long sumD = d + other.d;
    long carryD = Long.compareUnsigned(sumD, d) < 0 ? 1 : 0;
    long sumC = c + other.c;
    long carryC = Long.compareUnsigned(sumC, c) < 0 ? 1 : 0;
    long withD = sumC + carryD;
    carryC += Long.compareUnsigned(withD, sumC) < 0 ? 1 : 0;
    long sumB = b + other.b;
    long carryB = Long.compareUnsigned(sumB, b) < 0 ? 1 : 0;
    long withC = sumB + carryC;
    carryB += Long.compareUnsigned(withC, sumB) < 0 ? 1 : 0;
    return new LaneRoot(a + other.a + carryB, withC, withD, sumD);
  }

  LaneRoot minus(LaneRoot other) {
    return plus(other.negated());
  }

  private LaneRoot negated() {
    long negatedD = -d;
    long carry = d == 0 ? 1 : 0;
    long negatedC = ~c + carry;
    carry = carry == 1 && c == 0 ? 1 : 0;
    long negatedB = ~b + carry;
    carry = carry == 1 && b == 0 ? 1 : 0;
    return new LaneRoot(~a + carry, negatedB, negatedC, negatedD);
  }

  SnapshotId id() {
    return SnapshotId.of(
        ByteBuffer.allocate(ContentHash.SIZE).putLong(a).putLong(b).putLong(c).putLong(d).array());
  }
}
