package dev.causeway.systemtests;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Set;
import java.util.jar.JarFile;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** What the packaged programs carry, read from the jars themselves. */
final class PackagedLibrariesIT {

  private static final Pattern PRE_RELEASE =
      Pattern.compile("-(M\\d+|RC\\d*|CR\\d+|alpha|beta|SNAPSHOT)\\b.*\\.jar");
  private static final Pattern NETTY =
      Pattern.compile("netty-(?!tcnative)[a-z0-9_-]+-(4[\\d.]+)\\.Final.*\\.jar");
  private static final Pattern UNWANTED =
      Pattern.compile(
          "(netty-codec-native-quic|netty-transport-native-kqueue"
              + "|netty-resolver-dns-native-macos|grpc-netty-shaded|lombok|okhttp-|vertx-).*");

  /** Where it is present, Reactor Netty prefers it; the router keeps Reactor Netty from it. */
  private static final String IO_URING = "netty-transport-native-io_uring";

  @ParameterizedTest
  @EnumSource
  void carriesReleasesOnly(PackagedJars jar) throws IOException {
    assertThat(libraries(jar.path()))
        .isNotEmpty()
        .filteredOn(name -> !name.startsWith("causeway-"))
        .noneMatch(name -> PRE_RELEASE.matcher(name).find());
  }

  @ParameterizedTest
  @EnumSource
  void carriesOneNetty(PackagedJars jar) throws IOException {
    Set<String> versions =
        libraries(jar.path()).stream()
            .map(NETTY::matcher)
            .filter(Matcher::matches)
            .map(match -> match.group(1))
            .collect(Collectors.toSet());

    assertThat(versions).hasSize(1);
  }

  @ParameterizedTest
  @EnumSource
  void carriesNothingUnused(PackagedJars jar) throws IOException {
    assertThat(libraries(jar.path())).noneMatch(name -> UNWANTED.matcher(name).matches());
  }

  @ParameterizedTest
  @EnumSource
  void carriesIoUringInRoutersOnly(PackagedJars jar) throws IOException {
    assertThat(libraries(jar.path()).stream().anyMatch(name -> name.startsWith(IO_URING)))
        .isEqualTo(jar == PackagedJars.ROUTER_PLANE || jar == PackagedJars.OWN_ROUTER);
  }

  /** Names of the libraries inside an executable jar, or beside it by its class path. */
  private static List<String> libraries(Path path) throws IOException {
    try (var jar = new JarFile(path.toFile())) {
      String beside = jar.getManifest().getMainAttributes().getValue("Class-Path");
      if (beside != null) {
        return Pattern.compile(" ").splitAsStream(beside).map(PackagedLibrariesIT::name).toList();
      }
      return jar.stream()
          .map(entry -> entry.getName())
          .filter(name -> name.startsWith("BOOT-INF/lib/") && name.endsWith(".jar"))
          .map(PackagedLibrariesIT::name)
          .toList();
    }
  }

  private static String name(String entry) {
    return entry.substring(entry.lastIndexOf('/') + 1);
  }
}
