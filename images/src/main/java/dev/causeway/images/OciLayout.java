package dev.causeway.images;

import com.fasterxml.jackson.databind.JsonNode;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * An image in the layout of the OCI image specification.
 *
 * @param folder folder with {@code index.json} and {@code blobs}
 */
record OciLayout(Path folder) {
  private static final int DEEPEST = 4;

  /**
   * One image of the layout.
   *
   * @param config blob of its configuration
   * @param layers blobs of its layers, lowest first
   */
  record Chosen(Path config, List<Path> layers) {}

  /** Returns the image for a platform, or for this machine's if several are there. */
  Chosen choose(@Nullable Platform wanted) {
    List<JsonNode> manifests = new ArrayList<>();
    collect(Archives.json(folder.resolve("index.json")), manifests, 0);
    if (manifests.size() == 1) {
      return chosen(manifests.getFirst());
    }
    Platform platform = wanted == null ? Platform.ofThisMachine() : wanted;
    for (JsonNode manifest : manifests) {
      JsonNode config = Archives.json(blob(manifest.path("config")));
      if (config.path("os").asText().equals("linux")
          && config.path("architecture").asText().equals(platform.architecture())) {
        return chosen(manifest);
      }
    }
    throw new ImagesException(folder + " has no image for " + platform.text() + ".");
  }

  private void collect(JsonNode index, List<JsonNode> manifests, int depth) {
    for (JsonNode descriptor : index.path("manifests")) {
      Path blob = blob(descriptor);
      // What was not copied along, as other platforms often are, cannot be chosen.
      if (!Files.isRegularFile(blob)) {
        continue;
      }
      JsonNode content = Archives.json(blob);
      if (content.has("manifests") && depth < DEEPEST) {
        collect(content, manifests, depth + 1);
      } else if (content.has("layers") && isImage(descriptor)) {
        manifests.add(content);
      }
    }
  }

  /** Attestations stand in an index beside images, for a platform that no machine has. */
  private static boolean isImage(JsonNode descriptor) {
    return !descriptor.path("platform").path("os").asText().equals("unknown");
  }

  private Chosen chosen(JsonNode manifest) {
    List<Path> layers = new ArrayList<>();
    for (JsonNode layer : manifest.path("layers")) {
      if (layer.path("mediaType").asText().endsWith("zstd")) {
        throw new ImagesException(
            folder
                + " has layers compressed with zstd: copy it with gzip, as `skopeo copy"
                + " --dest-compress-format gzip` does.");
      }
      layers.add(blob(layer));
    }
    return new Chosen(blob(manifest.path("config")), layers);
  }

  private Path blob(JsonNode descriptor) {
    String digest = descriptor.path("digest").asText();
    if (!digest.matches("[a-z0-9]+:[a-f0-9]+")) {
      throw new ImagesException(folder + " has a descriptor without a digest.");
    }
    return folder.resolve("blobs").resolve(digest.replace(':', '/'));
  }
}
