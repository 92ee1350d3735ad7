package dev.causeway.images;

import com.fasterxml.jackson.databind.JsonNode;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The image that layers are put on, given by whoever builds: it brings Java and the C library.
 *
 * @param archive the image as {@code docker save} writes it
 * @param platform what it runs on
 * @param java command that starts its Java: a bare name where its path finds it
 */
record BaseImage(Path archive, Platform platform, String java) {
  private static final String DOCKER_MANIFEST = "manifest.json";
  private static final String OCI_INDEX = "index.json";

  /**
   * Reads a base image and checks that the programs can run on it.
   *
   * @param given archive of {@code docker save}, or an OCI image layout as archive or folder
   * @param wanted platform to choose from an image of several; null takes that of this machine if
   *     there is a choice
   * @param work folder for what is unpacked
   */
  static BaseImage read(Path given, @Nullable Platform wanted, Path work) {
    Path unpacked = given;
    if (!Files.isDirectory(given)) {
      unpacked = Folders.empty(work.resolve("base"));
      Archives.unpack(given, unpacked);
    }
    JsonNode config;
    List<Path> layers = new ArrayList<>();
    Path archive = given;
    if (!Files.isDirectory(given) && Files.isRegularFile(unpacked.resolve(DOCKER_MANIFEST))) {
      JsonNode manifest = Archives.json(unpacked.resolve(DOCKER_MANIFEST)).path(0);
      config = Archives.json(unpacked.resolve(manifest.path("Config").asText()));
      for (JsonNode layer : manifest.path("Layers")) {
        layers.add(unpacked.resolve(layer.asText()));
      }
    } else if (Files.isRegularFile(unpacked.resolve(OCI_INDEX))) {
      OciLayout.Chosen chosen = new OciLayout(unpacked).choose(wanted);
      config = Archives.json(chosen.config());
      layers.addAll(chosen.layers());
      archive = work.resolve("base.tar");
      Archives.packForDocker(chosen, archive);
    } else {
      throw new ImagesException(
          given
              + " is no image: --base takes what `docker save` or `skopeo copy … docker-archive:…`"
              + " writes, or an OCI image layout.");
    }
    Platform platform = Platform.parse("linux/" + config.path("architecture").asText("unknown"));
    if (wanted != null && wanted != platform) {
      throw new ImagesException(
          given + " is an image for " + platform.text() + ", not for " + wanted.text() + ".");
    }
    return new BaseImage(archive, platform, JavaOfBase.find(given, config, layers));
  }
}
