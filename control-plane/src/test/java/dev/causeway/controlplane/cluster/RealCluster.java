package dev.causeway.controlplane.cluster;

import dev.causeway.testkit.cluster.TestCluster;
import io.fabric8.kubernetes.api.model.HasMetadata;
import io.fabric8.kubernetes.api.model.ServiceAccountBuilder;
import io.fabric8.kubernetes.api.model.authentication.TokenRequest;
import io.fabric8.kubernetes.client.Config;
import io.fabric8.kubernetes.client.ConfigBuilder;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.KubernetesClientBuilder;
import java.util.Locale;

/** A real API server, with what tests of the control plane put into it. */
public final class RealCluster extends TestCluster {

  /** Creates or replaces the objects of {@code yaml}, in namespaces that are created if need be. */
  public void apply(String yaml) {
    for (HasMetadata object : Permissions.objects(yaml)) {
      String namespace = object.getMetadata().getNamespace();
      if (namespace != null) {
        namespace(namespace);
      }
      admin().resource(object).unlock().createOr(replace -> replace.update());
    }
  }

  /** Deletes the objects of {@code yaml}. */
  public void delete(String yaml) {
    Permissions.objects(yaml).forEach(object -> admin().resource(object).delete());
  }

  /**
   * Installs a custom resource definition that checks nothing, unless the cluster serves that
   * resource already, and waits until it is served.
   */
  public void serve(String group, String kind, String plural) {
    String name = plural + "." + group;
    if (admin().getApiGroup(group) == null
        || admin().getApiResources(group + "/v1").getResources().stream()
            .noneMatch(resource -> resource.getName().equals(plural))) {
      apply(
          """
          apiVersion: apiextensions.k8s.io/v1
          kind: CustomResourceDefinition
          metadata:
            name: %s
            # The group belongs to OKD; nobody approved of this one.
            annotations: {api-approved.kubernetes.io: "unapproved, for tests"}
          spec:
            group: %s
            scope: Namespaced
            names: {kind: %s, listKind: %sList, plural: %s, singular: %s}
            versions:
              - name: v1
                served: true
                storage: true
                subresources: {status: {}}
                schema:
                  openAPIV3Schema: {type: object, x-kubernetes-preserve-unknown-fields: true}
          """
              .formatted(name, group, kind, kind, plural, kind.toLowerCase(Locale.ROOT)));
      awaitDefinition(name);
    }
  }

  /**
   * Returns a client of a service account, which is created, whose requests are recorded. What it
   * writes is managed under the name of the account.
   */
  public KubernetesClient account(String namespace, String name, RequestRecorder recorder) {
    var accounts = admin().serviceAccounts().inNamespace(namespace);
    if (accounts.withName(name).get() == null) {
      accounts
          .resource(
              new ServiceAccountBuilder().withNewMetadata().withName(name).endMetadata().build())
          .create();
    }
    Config configuration = configuration();
    TokenRequest token = accounts.withName(name).tokenRequest();
    Config account =
        new ConfigBuilder(Config.empty())
            .withMasterUrl(configuration.getMasterUrl())
            .withCaCertFile(configuration.getCaCertFile())
            .withCaCertData(configuration.getCaCertData())
            .withOauthToken(token.getStatus().getToken())
            .withUserAgent(name)
            .build();
    return new KubernetesClientBuilder()
        .withConfig(account)
        .withHttpClientBuilderConsumer(
            builder -> builder.addOrReplaceInterceptor(RequestRecorder.NAME, recorder))
        .build();
  }
}
