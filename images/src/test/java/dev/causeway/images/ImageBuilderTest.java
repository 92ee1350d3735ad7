package dev.causeway.images;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** An image on a base, read back from its archive. */
final class ImageBuilderTest {
  @TempDir Path folder;

  private List<Layer> layers() throws Exception {
    Path application = folder.resolve("application");
    Files.createDirectories(application.resolve("app"));
    Files.writeString(application.resolve("app/causeway-router.jar"), "a program");
    Path state = folder.resolve("state");
    Files.createDirectories(state.resolve("var/lib/causeway"));
    return List.of(
        new Layer(Layer.Kind.APPLICATION, application), new Layer(Layer.Kind.STATE, state));
  }

  private Path build(String name, Path given) throws Exception {
    Path work = Files.createDirectories(folder.resolve(name));
    BaseImage base = BaseImage.read(given, null, work);
    Path tar = folder.resolve(name + ".tar");
    new ImageBuilder("1.2.3", work).writeImage(Image.ROUTER, layers(), base, "blue", tar);
    return tar;
  }

  private static List<String> texts(JsonNode list) {
    List<String> texts = new ArrayList<>();
    list.forEach(entry -> texts.add(entry.asText()));
    return texts;
  }

  @Test
  void imageIsTheBaseAndTheLayersAndSaysHowToRunIt() throws Exception {
    FakeBase base = FakeBase.good("amd64");
    Path tar = build("image", base.dockerArchive(folder.resolve("base.tar")));

    Path read = Files.createDirectory(folder.resolve("read"));
    Archives.unpack(tar, read);
    JsonNode manifest = Archives.json(read.resolve("manifest.json")).path(0);
    assertThat(texts(manifest.path("RepoTags"))).containsExactly("causeway-router:blue");
    JsonNode image = Archives.json(read.resolve(manifest.path("Config").asText()));
    assertThat(image.path("architecture").asText()).isEqualTo("amd64");
    JsonNode config = image.path("config");
    assertThat(config.path("User").asText()).isEqualTo("65532:65532");
    assertThat(config.path("WorkingDir").asText()).isEqualTo("/app");
    assertThat(texts(config.path("Entrypoint")))
        .containsExactly("java", "@java.options", "-jar", "causeway-router.jar");
    assertThat(texts(config.path("Env"))).containsExactly("PATH=/opt/java/bin:/usr/bin");
    assertThat(config.path("ExposedPorts").has("8443/tcp")).isTrue();
    assertThat(config.path("Volumes").has("/var/lib/causeway")).isTrue();
    assertThat(config.path("Labels").path("org.opencontainers.image.version").asText())
        .isEqualTo("1.2.3");

    List<String> expected = new ArrayList<>(List.of("sha256:" + FakeBase.sha256(base.layer())));
    for (Layer layer : layers()) {
      Path file = folder.resolve(layer.kind().tar());
      new ImageBuilder("1.2.3", folder).writeLayer(Image.ROUTER, layer, file);
      expected.add("sha256:" + FakeBase.sha256(Files.readAllBytes(file)));
    }
    assertThat(texts(image.path("rootfs").path("diff_ids"))).isEqualTo(expected);
    assertThat(manifest.path("Layers")).hasSize(expected.size());
  }

  @Test
  void equalInputsMakeEqualImages() throws Exception {
    Path base = FakeBase.good("amd64").dockerArchive(folder.resolve("base.tar"));
    assertThat(build("one", base)).hasSameBinaryContentAs(build("two", base));
  }

  @Test
  void ociLayoutsAndArchivesOfDockerMakeTheSameImage() throws Exception {
    FakeBase base = FakeBase.good("amd64");
    Path archive = build("one", base.dockerArchive(folder.resolve("base.tar")));
    Path layout = build("two", FakeBase.ociLayout(folder.resolve("oci"), base));
    for (String tar : List.of("one", "two")) {
      Archives.unpack(
          folder.resolve(tar + ".tar"), Files.createDirectory(folder.resolve(tar + ".read")));
    }
    assertThat(archive).isNotEqualTo(layout);
    assertThat(folder.resolve("one.read/config.json"))
        .hasSameTextualContentAs(folder.resolve("two.read/config.json"));
  }
}
