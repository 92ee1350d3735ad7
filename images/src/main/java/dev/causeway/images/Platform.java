package dev.causeway.images;

import java.util.Arrays;
import java.util.Locale;

/**
 * A machine that images are built for; always Linux with glibc, which the native libraries need.
 */
enum Platform {
  AMD64("amd64", "x86_64"),
  ARM64("arm64", "aarch_64");

  private final String architecture;
  private final String classifier;

  Platform(String architecture, String classifier) {
    this.architecture = architecture;
    this.classifier = classifier;
  }

  /** Returns the platform as image tools write it. */
  String text() {
    return "linux/" + architecture;
  }

  /** Returns the architecture as image configurations write it. */
  String architecture() {
    return architecture;
  }

  /** Returns the end of the names of jars that hold this platform's native libraries. */
  String jarSuffix() {
    return "-linux-" + classifier + ".jar";
  }

  /** Returns the platform of this machine. */
  static Platform ofThisMachine() {
    return switch (System.getProperty("os.arch").toLowerCase(Locale.ROOT)) {
      case "aarch64", "arm64" -> ARM64;
      default -> AMD64;
    };
  }

  /**
   * Returns the platform of that name.
   *
   * @param text {@code linux/amd64} or {@code linux/arm64}
   */
  static Platform parse(String text) {
    return Arrays.stream(values())
        .filter(platform -> platform.text().equals(text))
        .findFirst()
        .orElseThrow(
            () ->
                new ImagesException(
                    "there are no images for "
                        + text
                        + ": --platform takes linux/amd64 or linux/arm64."));
  }
}
