package dev.causeway.images;

import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** {@code ./causeway images}: layers, and on a base also images. */
@Command(
    name = "images",
    description = {
      "Builds the layers of the container images; given a base image, also the images.",
      "The same inputs make the same bytes. No container engine and no network are needed."
    },
    mixinStandardHelpOptions = true)
final class ImagesCommand implements Callable<Integer> {
  @Spec CommandSpec spec;

  @Option(
      names = "--base",
      paramLabel = "IMAGE",
      description =
          "Image with a JRE 25: an archive of docker save, or an OCI image layout (archive or"
              + " folder).")
  @Nullable Path base;

  @Option(
      names = "--out",
      paramLabel = "DIR",
      description = "Where to write (default .causeway/images).")
  @Nullable Path out;

  @Option(
      names = "--tag",
      paramLabel = "TAG",
      defaultValue = "local",
      description = "Tag of the images (default ${DEFAULT-VALUE}, which docker-compose.yml uses).")
  String tag;

  @Option(
      names = "--platform",
      paramLabel = "OS/ARCH",
      description =
          "linux/amd64 or linux/arm64 (default: what the base is for; without one, this machine).")
  @Nullable String platform;

  @Option(
      names = "--router",
      paramLabel = "JAR",
      description =
          "Executable jar of a router of your own, made with causeway-router-spring-boot-starter,"
              + " instead of ours.")
  @Nullable Path router;

  @Override
  public Integer call() {
    PrintWriter console = spec.commandLine().getOut();
    Path folder =
        out == null ? Path.of(System.getProperty("causeway.home", "."), ".causeway/images") : out;
    folder = folder.toAbsolutePath().normalize();
    Programs programs = Programs.fromSystemProperties();
    if (router != null) {
      programs = programs.withRouter(router);
    }
    @Nullable Platform wanted = platform == null ? null : Platform.parse(platform);
    Path work = Folders.empty(folder.resolve("work"));
    @Nullable BaseImage on = base == null ? null : BaseImage.read(base, wanted, work);
    Platform target =
        on != null ? on.platform() : wanted == null ? Platform.ofThisMachine() : wanted;
    Layout layout = new Layout(programs, target);
    ImageBuilder builder = new ImageBuilder(programs.version(), work);
    for (Image image : Image.values()) {
      Path own = Folders.empty(folder.resolve(image.id()));
      List<Layer> layers = layout.lay(image, own.resolve("layers"));
      for (Layer layer : layers) {
        builder.writeLayer(image, layer, own.resolve(layer.kind().tar()));
      }
      write(own.resolve("config.json"), ImageConfig.json(image, programs.version()));
      if (on == null) {
        console.println(image.title() + ": " + layers.size() + " layers in " + own);
      } else {
        Path tar = folder.resolve(image.title() + ".tar");
        String id = builder.writeImage(image, layers, on, tag, tar);
        console.println(image.title() + ":" + tag + ": " + tar + " (" + id + ")");
      }
      console.flush();
    }
    Folders.remove(work);
    console.println(on == null ? withoutBase() : withBase());
    console.flush();
    return 0;
  }

  private static String withBase() {
    return "Load each with `docker load -i FILE` or `podman load -i FILE`.";
  }

  private static String withoutBase() {
    return """

        These are layers only. An image also needs a base with a JRE 25, which you bring as a file:
          docker pull eclipse-temurin:25-jre && docker save -o base.tar eclipse-temurin:25-jre
          ./causeway images --base base.tar
        Or let an engine do it all: docker build -f docker/Dockerfile --target router .""";
  }

  private static void write(Path file, String text) {
    try {
      Files.writeString(file, text);
    } catch (IOException e) {
      throw new ImagesException(file + " cannot be written: " + e.getMessage() + ".", e);
    }
  }
}
