package dev.causeway.controlplane.source;

/** Who hears of changes; called on the thread of the source and must not block. */
public interface SourceListener {
  /** Something changed; the first call carries everything there is, even if that is nothing. */
  void changed(SourceUpdate update);

  /** The source was looked through and holds nothing new. */
  void current();

  /** The source cannot be read any more, or again after it could not. */
  void unreadable(String reason);
}
