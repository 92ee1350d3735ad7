package dev.causeway.routing.input;

/** One change of the set of inputs. */
public sealed interface InputChange {

  /** Returns the identity of the object that changed. */
  ObjectKey key();

  /**
   * An object appeared or changed.
   *
   * @param input the object as it is now
   */
  record Put(Input input) implements InputChange {
    @Override
    public ObjectKey key() {
      return input.key();
    }
  }

  /**
   * An object disappeared.
   *
   * @param key identity of the object
   */
  record Remove(ObjectKey key) implements InputChange {}
}
