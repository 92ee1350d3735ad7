package dev.causeway.images;

import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;

/** An image: what it is called, what it starts and what it shows of itself. */
enum Image {
  /** Compiles manifests and pushes snapshots. */
  CONTROL_PLANE(
      "control-plane",
      "causeway-control-plane",
      "Causeway control plane: compiles Routes into snapshots and pushes them to routers."),
  /** Serves traffic. */
  ROUTER("router", "causeway-router", "Causeway router: serves the Routes of its shard."),
  /**
   * Serves the examples' Services, and prepares what the examples need; for demonstrations only.
   */
  DEMO_ORIGINS(
      "demo-origins",
      "causeway-demo-origins",
      "Causeway demo origins: what the examples route to.");

  /** Folder of everything that is in an image, and the working directory. */
  static final String HOME = "/app";

  /** User and group that every program runs as, the usual number for nobody in particular. */
  static final int USER = 65532;

  /** The one folder that may be written to, beside {@code /tmp}. */
  static final String STATE = "/var/lib/causeway";

  private final String id;
  private final String title;
  private final String description;

  Image(String id, String title, String description) {
    this.id = id;
    this.title = title;
    this.description = description;
  }

  /** Returns the name of its folder and of its target in the Dockerfile. */
  String id() {
    return id;
  }

  /** Returns its name without a tag. */
  String title() {
    return title;
  }

  /** Returns the name of the jar it starts, in {@link #HOME}. */
  String jar() {
    return title + ".jar";
  }

  /** Returns the TCP ports it listens on. */
  List<Integer> ports() {
    return switch (this) {
      case CONTROL_PLANE -> List.of(9443, 9444, 9090);
      case ROUTER -> List.of(8080, 8443, 9090);
      case DEMO_ORIGINS -> List.of();
    };
  }

  /** Returns the command and its fixed arguments, relative to {@link #HOME}. */
  List<String> entrypoint(String java) {
    return List.of(java, "@java.options", "-jar", jar());
  }

  /** Returns the arguments that whoever starts a container may replace. */
  List<String> arguments() {
    return switch (this) {
      case CONTROL_PLANE, ROUTER -> List.of();
      case DEMO_ORIGINS -> List.of("origins");
    };
  }

  /** Returns folders that are empty and belong to {@link #USER}. */
  Set<String> folders() {
    return switch (this) {
      case CONTROL_PLANE -> Set.of();
      case ROUTER -> Set.of(STATE);
      case DEMO_ORIGINS ->
          // Where volumes are mounted: a volume that is empty takes its owner from here.
          Set.of(
              STATE,
              STATE + "/manifests",
              STATE + "/control-plane",
              STATE + "/router",
              STATE + "/origins");
    };
  }

  /** Returns folders that outlive a container. */
  Set<String> volumes() {
    return switch (this) {
      case CONTROL_PLANE, DEMO_ORIGINS -> Set.of();
      case ROUTER -> Set.of(STATE);
    };
  }

  /** Returns the user as image configurations write it. */
  static String user() {
    return USER + ":" + USER;
  }

  /** Returns the labels (OCI image annotations). */
  Map<String, String> labels(String version) {
    return new TreeMap<>(
        Map.of(
            "org.opencontainers.image.title",
            title,
            "org.opencontainers.image.description",
            description,
            "org.opencontainers.image.version",
            version,
            "org.opencontainers.image.licenses",
            "Apache-2.0"));
  }
}
