package dev.causeway.images;

/** What went wrong, as one sentence for the user. */
final class ImagesException extends RuntimeException {
  private static final long serialVersionUID = 1L;

  ImagesException(String sentence) {
    super(sentence);
  }

  ImagesException(String sentence, Throwable cause) {
    super(sentence, cause);
  }
}
