package dev.causeway.images;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.file.Files;
import java.nio.file.Path;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Which base images are taken, and what is said of the others. */
final class BaseImageTest {
  @TempDir Path folder;

  private BaseImage read(Path given, @Nullable Platform wanted) {
    return BaseImage.read(given, wanted, Folders.empty(folder.resolve("work")));
  }

  private Path archive(FakeBase base) {
    return base.dockerArchive(folder.resolve("base.tar"));
  }

  @Test
  void takesAnArchiveOfDockerAndItsPlatform() {
    BaseImage base = read(archive(FakeBase.good("arm64")), null);
    assertThat(base.platform()).isEqualTo(Platform.ARM64);
    assertThat(base.java()).isEqualTo("java");
  }

  @Test
  void choosesFromAnOciLayoutByPlatform() {
    Path layout =
        FakeBase.ociLayout(
            folder.resolve("oci"),
            FakeBase.good("s390x"),
            FakeBase.good("arm64"),
            FakeBase.good("amd64"));
    assertThat(read(layout, Platform.ARM64).platform()).isEqualTo(Platform.ARM64);
    assertThat(read(layout, Platform.AMD64).platform()).isEqualTo(Platform.AMD64);
    assertThat(read(layout, null).platform()).isEqualTo(Platform.ofThisMachine());
  }

  @Test
  void namesJavaByItsPathWhereTheBaseDoesNotFindIt() {
    FakeBase base =
        new FakeBase("amd64")
            .variable("JAVA_HOME=/usr/lib/jvm/jre")
            .file("./usr/lib/jvm/another/bin/java", "")
            .file("./usr/lib/jvm/jre/bin/java", "")
            .file("./usr/lib/jvm/jre/release", FakeBase.JAVA_25);
    assertThat(read(archive(base), null).java()).isEqualTo("/usr/lib/jvm/jre/bin/java");
  }

  @Test
  void refusesTheImageOfAnotherPlatform() {
    Path given = archive(FakeBase.good("arm64"));
    assertThatThrownBy(() -> read(given, Platform.AMD64))
        .isInstanceOf(ImagesException.class)
        .hasMessageContaining("linux/arm64, not for linux/amd64");
  }

  @Test
  void refusesAPlatformThereAreNoLibrariesFor() {
    Path given = archive(FakeBase.good("s390x"));
    assertThatThrownBy(() -> read(given, null))
        .isInstanceOf(ImagesException.class)
        .hasMessageContaining("linux/s390x");
  }

  @Test
  void refusesABaseWithoutJava() {
    Path given = archive(new FakeBase("amd64").file("bin/sh", ""));
    assertThatThrownBy(() -> read(given, null))
        .isInstanceOf(ImagesException.class)
        .hasMessageContaining("has no Java");
  }

  @Test
  void refusesAnOlderJava() {
    Path given =
        archive(
            new FakeBase("amd64")
                .file("opt/java/bin/java", "")
                .file("opt/java/release", "JAVA_VERSION=\"21.0.9\"\n"));
    assertThatThrownBy(() -> read(given, null))
        .isInstanceOf(ImagesException.class)
        .hasMessageContaining("has Java 21: the programs need 25");
  }

  @Test
  void refusesAnotherCLibrary() {
    Path given = archive(FakeBase.good("amd64").file("lib/ld-musl-x86_64.so.1", ""));
    assertThatThrownBy(() -> read(given, null))
        .isInstanceOf(ImagesException.class)
        .hasMessageContaining("musl");
  }

  @Test
  void refusesACompressionThatItCannotRead() {
    Path layout =
        FakeBase.ociLayout(
            folder.resolve("oci"),
            FakeBase.good("amd64").mediaType("application/vnd.oci.image.layer.v1.tar+zstd"));
    assertThatThrownBy(() -> read(layout, null))
        .isInstanceOf(ImagesException.class)
        .hasMessageContaining("zstd");
  }

  @Test
  void refusesWhatIsNoImage() throws Exception {
    Path empty = Files.createDirectory(folder.resolve("empty"));
    assertThatThrownBy(() -> read(empty, null))
        .isInstanceOf(ImagesException.class)
        .hasMessageContaining("is no image");
    Path text = Files.writeString(folder.resolve("text"), "no tar\n".repeat(200));
    assertThatThrownBy(() -> read(text, null)).isInstanceOf(ImagesException.class);
    Path missing = folder.resolve("missing");
    assertThatThrownBy(() -> read(missing, null)).isInstanceOf(ImagesException.class);
  }
}
