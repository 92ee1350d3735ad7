package dev.causeway.router.balance;

/** Bit mixing for balancing decisions; equal inputs give equal results in every replica. */
final class Hashing {
  private Hashing() {}

  /** Spreads the bits of {@code value} (the finaliser of MurmurHash3). */
  static int mix(int value) {
    int h = value;
    h ^= h >>> 16;
    h *= 0x85ebca6b;
    h ^= h >>> 13;
    h *= 0xc2b2ae35;
    h ^= h >>> 16;
    return h;
  }
}
