package dev.causeway.routing.input;

/**
 * The number of the present epoch, as whoever has a clock tells it: what rotates with time is
 * derived from it, so that the compiler needs no clock and every control plane derives the same.
 *
 * @param number number of the epoch; epochs follow each other without gaps
 */
public record EpochInput(long number) implements Input {
  /** The one key there is. */
  public static final ObjectKey KEY = new ObjectKey(InputKind.EPOCH, "", "now");

  @Override
  public ObjectKey key() {
    return KEY;
  }

  @Override
  public Metadata metadata() {
    return Metadata.EMPTY;
  }

  @Override
  public Origin origin() {
    return Origin.UNKNOWN;
  }
}
