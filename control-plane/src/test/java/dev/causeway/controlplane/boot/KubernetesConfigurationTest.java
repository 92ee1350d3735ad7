package dev.causeway.controlplane.boot;

import static org.assertj.core.api.Assertions.assertThat;

import dev.causeway.controlplane.boot.KubernetesProperties.SecretsScope;
import dev.causeway.controlplane.source.kubernetes.transport.WatchfulClientFactory;
import io.fabric8.kubernetes.client.Config;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.utils.HttpClientUtils;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.springframework.boot.autoconfigure.AutoConfigurations;
import org.springframework.boot.context.properties.EnableConfigurationProperties;
import org.springframework.boot.test.context.runner.ApplicationContextRunner;
import org.springframework.cloud.kubernetes.commons.KubernetesCommonsAutoConfiguration;
import org.springframework.cloud.kubernetes.fabric8.Fabric8AutoConfiguration;
import org.springframework.context.annotation.Configuration;

/** What is made where a cluster is the source. */
class KubernetesConfigurationTest {
  private final ApplicationContextRunner runner =
      new ApplicationContextRunner()
          .withConfiguration(
              AutoConfigurations.of(
                  KubernetesCommonsAutoConfiguration.class, Fabric8AutoConfiguration.class))
          .withUserConfiguration(KubernetesConfiguration.class, Properties.class)
          .withPropertyValues(
              "causeway.source.kind=kubernetes",
              "spring.main.cloud-platform=kubernetes",
              "spring.cloud.kubernetes.client.master-url=https://127.0.0.1:1");

  @Test
  void clientComesFromTheLibraryAndRetries() {
    runner.run(
        context -> {
          assertThat(context).hasSingleBean(KubernetesClient.class);
          KubernetesClient client = context.getBean(KubernetesClient.class);
          assertThat(client.getMasterUrl()).hasToString("https://127.0.0.1:1/");
          assertThat(client.getConfiguration().getUserAgent()).isEqualTo("causeway-control-plane");
          assertThat(client.getConfiguration().getRequestRetryBackoffLimit())
              .isEqualTo(Config.DEFAULT_REQUEST_RETRY_BACKOFFLIMIT);
          assertThat(client.getHttpClient().getClass().getPackageName()).endsWith(".jdkhttp");
          assertThat(HttpClientUtils.getHttpClientFactory())
              .isInstanceOf(WatchfulClientFactory.class);
          KubernetesProperties properties = context.getBean(KubernetesProperties.class);
          assertThat(properties.controllerNamespace()).isEqualTo("openshift-ingress-operator");
          assertThat(properties.secretsScope()).isEqualTo(SecretsScope.CLUSTER);
        });
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          controller-namespace=A_B | causeway.kubernetes.controller-namespace names "A_B"
          lease-namespace=.        | causeway.kubernetes.lease-namespace names "."
          secrets-scope=namespaces | causeway.kubernetes.namespaces is empty: list the namespaces
          namespaces=shop          | causeway.kubernetes.namespaces has no effect
          retry=0s                 | causeway.kubernetes.retry must be between
          grace=0s                 | causeway.kubernetes.grace must be between
          external-certificate-subject= | causeway.kubernetes.external-certificate-subject is empty
          """)
  void badPropertiesAreOneSentence(String property, String sentence) {
    runner
        .withPropertyValues("causeway.kubernetes." + property)
        .run(
            context ->
                assertThat(context)
                    .getFailure()
                    .rootCause()
                    .isInstanceOf(StartupException.class)
                    .hasMessageStartingWith(sentence));
  }

  @Configuration(proxyBeanMethods = false)
  @EnableConfigurationProperties(KubernetesProperties.class)
  static class Properties {}
}
