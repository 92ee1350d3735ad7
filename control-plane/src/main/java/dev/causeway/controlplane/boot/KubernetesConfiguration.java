package dev.causeway.controlplane.boot;

import io.fabric8.kubernetes.client.Config;
import org.springframework.beans.factory.ObjectProvider;
import org.springframework.beans.factory.config.BeanPostProcessor;
import org.springframework.boot.autoconfigure.condition.ConditionalOnProperty;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

/**
 * The client of a cluster's API, where that is the source: {@code causeway.source.kind=kubernetes}.
 *
 * <p>The {@code KubernetesClient} bean is Spring Cloud Kubernetes', made from {@code
 * spring.cloud.kubernetes.client.*}, a kubeconfig or the service account of the pod. Making it
 * connects to nothing.
 */
@Configuration(proxyBeanMethods = false)
@ConditionalOnProperty(name = "causeway.source.kind", havingValue = "kubernetes")
class KubernetesConfiguration {

  /** Finishes the configuration of the client before the client is made from it. */
  @Bean
  static BeanPostProcessor clientConfigPostProcessor(ObjectProvider<KubernetesProperties> given) {
    return new BeanPostProcessor() {
      @Override
      public Object postProcessAfterInitialization(Object bean, String beanName) {
        if (bean instanceof Config config) {
          KubernetesProperties properties = given.getObject();
          config.setUserAgent("causeway-control-plane");
          // The library turns this off in favour of a retry that only its own users get.
          config.setRequestRetryBackoffLimit(Config.DEFAULT_REQUEST_RETRY_BACKOFFLIMIT);
          config.setWatchReconnectInterval(Math.toIntExact(properties.retry().toMillis()));
        }
        return bean;
      }
    };
  }
}
