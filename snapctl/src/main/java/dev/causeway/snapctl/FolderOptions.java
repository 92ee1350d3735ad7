package dev.causeway.snapctl;

import dev.causeway.manifests.ManifestSet;
import dev.causeway.manifests.folder.ManifestFolder;
import dev.causeway.manifests.ingress.IngressOptions;
import dev.causeway.routing.compile.CompileOptions;
import dev.causeway.routing.input.ObjectKey;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/** A folder of manifests, and what a control plane's configuration adds to it. */
final class FolderOptions {
  @Option(
      names = {"-f", "--folder"},
      paramLabel = "DIR",
      required = true,
      description = "Folder of manifests, as causeway.source.folder.")
  private Path folder;

  @Option(
      names = "--shards",
      paramLabel = "NAMES",
      split = ",",
      defaultValue = "default",
      description =
          "Shards that exist without an IngressController, as causeway.shards (default"
              + " ${DEFAULT-VALUE}).")
  private List<String> shards = new ArrayList<>();

  @Option(
      names = "--domain",
      paramLabel = "NAME",
      defaultValue = "",
      description = "Ingress domain where the IngressController names none, as causeway.domain.")
  private String domain;

  @Option(
      names = "--operand-namespace",
      paramLabel = "NAME",
      defaultValue = "openshift-ingress",
      description =
          "Namespace of default certificates, as causeway.operand-namespace (default"
              + " ${DEFAULT-VALUE}).")
  private String operandNamespace;

  @Option(
      names = "--config-namespace",
      paramLabel = "NAME",
      defaultValue = "openshift-config",
      description =
          "Namespace of what IngressControllers name, as causeway.client-authority-namespace"
              + " (default ${DEFAULT-VALUE}).")
  private String configNamespace;

  @Option(
      names = "--service-ca",
      paramLabel = "NAMESPACE/NAME",
      defaultValue = "openshift-ingress/service-ca-bundle",
      description =
          "ConfigMap with the authorities of Services, as causeway.service-ca.config-map (default"
              + " ${DEFAULT-VALUE}).")
  private String serviceCa;

  @Option(
      names = "--allow-filters",
      paramLabel = "NAMES",
      split = ",",
      description = "Filters that Routes may name, as causeway.filters.allowed.")
  private List<String> filters = new ArrayList<>();

  @Option(
      names = "--allow-loopback",
      description = "Keep loopback endpoints, as causeway.endpoints.allow-loopback.")
  private boolean allowLoopback;

  @Option(
      names = "--http2",
      paramLabel = "BOOLEAN",
      arity = "1",
      defaultValue = "true",
      description =
          "Whether h2 is offered to clients, as causeway.http2 (default ${DEFAULT-VALUE}).")
  private boolean http2;

  @Option(
      names = "--ingress-controller",
      paramLabel = "NAME",
      defaultValue = "causeway.dev/ingress",
      description =
          "spec.controller of our IngressClasses, as causeway.ingress.controller (default"
              + " ${DEFAULT-VALUE}).")
  private String ingressController;

  @Option(
      names = "--ingress-class-less",
      description = "Ingresses without a class are ours too, as causeway.ingress.class-less.")
  private boolean classLess;

  Path folder() {
    return folder;
  }

  /** Reads and compiles the folder. */
  Compilation compile() throws SnapctlException {
    if (!Files.isDirectory(folder)) {
      throw new SnapctlException(
          SnapctlException.USAGE, folder + " is not a folder: -f takes a folder of manifests.");
    }
    ManifestSet set;
    try {
      set = ManifestFolder.read(folder, new IngressOptions(ingressController, classLess));
    } catch (IOException e) {
      throw new SnapctlException(
          SnapctlException.USAGE,
          folder + " cannot be read: " + e.getClass().getSimpleName() + ".");
    }
    if (set.sources().isEmpty()) {
      throw new SnapctlException(
          SnapctlException.USAGE,
          folder + " holds no manifest: files end in .yaml, .yml or .json.");
    }
    ObjectKey services;
    try {
      services = CompileOptions.serviceCa(serviceCa);
    } catch (IllegalArgumentException e) {
      throw new SnapctlException(SnapctlException.USAGE, "--service-ca: " + e.getMessage() + ".");
    }
    Set<String> configured = new LinkedHashSet<>(shards);
    return Compilation.of(set, configured, shard -> options(shard, services));
  }

  private CompileOptions options(String shard, @Nullable ObjectKey services) {
    return new CompileOptions(
        shard,
        domain,
        operandNamespace,
        allowLoopback,
        http2,
        Set.copyOf(filters),
        // Keys of tickets change with time; they are no matter of manifests.
        "",
        configNamespace,
        services);
  }
}
