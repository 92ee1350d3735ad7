package dev.causeway.images;

import com.google.cloud.tools.jib.api.CacheDirectoryCreationException;
import com.google.cloud.tools.jib.api.Containerizer;
import com.google.cloud.tools.jib.api.InvalidImageReferenceException;
import com.google.cloud.tools.jib.api.Jib;
import com.google.cloud.tools.jib.api.JibContainer;
import com.google.cloud.tools.jib.api.RegistryException;
import com.google.cloud.tools.jib.api.TarImage;
import com.google.cloud.tools.jib.api.buildplan.AbsoluteUnixPath;
import com.google.cloud.tools.jib.api.buildplan.ImageFormat;
import com.google.cloud.tools.jib.api.buildplan.Port;
import com.google.cloud.tools.jib.image.ReproducibleLayerBuilder;
import com.google.common.collect.ImmutableList;
import java.io.BufferedOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import java.util.concurrent.ExecutionException;
import java.util.stream.Collectors;

/** Makes layers and images of laid out files, by Jib and without a network. */
final class ImageBuilder {
  // Any fixed time will do; it is the one of the jars.
  private static final Instant CREATED = Instant.parse("2026-01-01T00:00:00Z");

  private final String version;
  private final Path work;

  /**
   * Prepares to build.
   *
   * @param version version of the programs
   * @param work folder for intermediate files
   */
  ImageBuilder(String version, Path work) {
    this.version = version;
    this.work = work;
  }

  /** Writes a layer as a tar file, not compressed. */
  void writeLayer(Image image, Layer layer, Path tar) {
    try (OutputStream out = new BufferedOutputStream(Files.newOutputStream(tar))) {
      new ReproducibleLayerBuilder(ImmutableList.copyOf(layer.entries(image).getEntries()))
          .build()
          .writeTo(out);
    } catch (IOException e) {
      throw new ImagesException(tar + " cannot be written: " + e.getMessage() + ".", e);
    }
  }

  /**
   * Writes an image that {@code docker load}, {@code podman load} and {@code skopeo} take.
   *
   * @return its id, the digest of its configuration
   */
  String writeImage(Image image, List<Layer> layers, BaseImage base, String tag, Path tar) {
    try {
      JibContainer container =
          Jib.from(TarImage.at(base.archive()))
              .setFormat(ImageFormat.Docker)
              .setCreationTime(CREATED)
              .setFileEntriesLayers(layers.stream().map(layer -> layer.entries(image)).toList())
              .setEntrypoint(image.entrypoint(base.java()))
              .setProgramArguments(image.arguments())
              .setWorkingDirectory(AbsoluteUnixPath.get(Image.HOME))
              .setUser(Image.user())
              .setExposedPorts(image.ports().stream().map(Port::tcp).collect(Collectors.toSet()))
              .setVolumes(
                  image.volumes().stream().map(AbsoluteUnixPath::get).collect(Collectors.toSet()))
              .setLabels(image.labels(version))
              .containerize(
                  Containerizer.to(TarImage.at(tar).named(image.title() + ":" + tag))
                      .setOfflineMode(true)
                      .setBaseImageLayersCache(work.resolve("base-layers"))
                      .setApplicationLayersCache(work.resolve("layers"))
                      .setToolName("causeway")
                      .setToolVersion(version));
      return container.getImageId().toString();
    } catch (InvalidImageReferenceException e) {
      throw new ImagesException("\"" + tag + "\" is no tag for an image.", e);
    } catch (IOException
        | RegistryException
        | CacheDirectoryCreationException
        | ExecutionException e) {
      throw new ImagesException(tar + " cannot be built: " + e.getMessage() + ".", e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new ImagesException("interrupted.", e);
    }
  }
}
