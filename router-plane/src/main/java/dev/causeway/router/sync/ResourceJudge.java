package dev.causeway.router.sync;

import dev.causeway.proto.codec.ResourceDecoder;
import dev.causeway.proto.codec.UndecodableResourceException;
import dev.causeway.router.config.ConfigActivator;
import dev.causeway.router.config.ResourceProblem;
import dev.causeway.router.config.ResourceProblem.Code;
import dev.causeway.routing.model.Resource;
import dev.causeway.routing.model.ResourceKey;
import dev.causeway.routing.model.Rule;
import dev.causeway.routing.model.VirtualHost;
import dev.causeway.routing.version.ContentHash;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Judges one resource alone: it decodes, its features are known, the data plane can serve it. */
final class ResourceJudge {
  private static final Logger LOG = LoggerFactory.getLogger(ResourceJudge.class);

  private final String shard;
  private final Set<String> features;
  private final ConfigActivator activator;

  ResourceJudge(String shard, Set<String> features, ConfigActivator activator) {
    this.shard = shard;
    this.features = features;
    this.activator = activator;
  }

  /** What became of a resource. */
  sealed interface Judgement {
    /** It may serve, if what it refers to does. */
    record Sound(Versioned versioned) implements Judgement {}

    /**
     * It may not.
     *
     * @param decoded the resource, or null if it did not decode
     */
    record Unsound(@Nullable Resource decoded, ResourceProblem problem) implements Judgement {}
  }

  Judgement judge(ResourceKey key, ContentHash hash, dev.causeway.proto.v1.Resource wire) {
    Resource resource;
    try {
      resource = ResourceDecoder.decode(wire);
    } catch (UndecodableResourceException e) {
      Code code =
          switch (e.reason()) {
            case MALFORMED -> Code.MALFORMED;
            case UNSUPPORTED -> Code.UNSUPPORTED_FEATURE;
          };
      return new Judgement.Unsound(
          null, new ResourceProblem(code, e.field(), String.valueOf(e.getMessage())));
    }
    if (!key.shard().equals(shard)) {
      return new Judgement.Unsound(
          resource,
          new ResourceProblem(
              Code.INVALID_VALUE, "shard", "the resource belongs to shard " + key.shard()));
    }
    ResourceProblem missing = missingFeature(resource);
    if (missing != null) {
      return new Judgement.Unsound(resource, missing);
    }
    List<ResourceProblem> problems = validate(resource);
    return problems.isEmpty()
        ? new Judgement.Sound(new Versioned(resource, hash))
        : new Judgement.Unsound(resource, problems.getFirst());
  }

  private @Nullable ResourceProblem missingFeature(Resource resource) {
    if (resource instanceof VirtualHost host) {
      for (int i = 0; i < host.rules().size(); i++) {
        Rule rule = host.rules().get(i);
        for (String feature : rule.requires()) {
          if (!features.contains(feature)) {
            return new ResourceProblem(
                Code.UNSUPPORTED_FEATURE,
                "rules[" + i + "].requires",
                "Route "
                    + rule.route()
                    + " needs feature "
                    + feature
                    + ", which this router lacks");
          }
        }
      }
    }
    return null;
  }

  private List<ResourceProblem> validate(Resource resource) {
    try {
      return activator.validate(resource);
    } catch (RuntimeException e) {
      // A defect in one validator must not stop the other resources.
      LOG.error("validation of {} failed", resource.key(), e);
      return List.of(
          new ResourceProblem(Code.INVALID_VALUE, "", "the validation itself failed: see the log"));
    }
  }
}
