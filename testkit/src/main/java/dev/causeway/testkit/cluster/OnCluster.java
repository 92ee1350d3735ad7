package dev.causeway.testkit.cluster;

import java.lang.annotation.Documented;
import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;
import org.junit.jupiter.api.condition.EnabledIfSystemProperty;
import org.junit.jupiter.api.extension.ExtendWith;

/**
 * Marks tests that run against the cluster that {@code -Dcauseway.kubeconfig=FILE} names, or {@code
 * KUBECONFIG} with {@code -Pcluster}, and are skipped where there is none. Their class is named
 * {@code *ClusterTest}: what they prove, they prove on the server that {@link ClusterRecord} names.
 */
@Documented
@Retention(RetentionPolicy.RUNTIME)
@Target(ElementType.TYPE)
@EnabledIfSystemProperty(
    named = TestCluster.PROPERTY,
    matches = ".+",
    disabledReason =
        "no cluster: run with -Pcluster and KUBECONFIG, or -D" + TestCluster.PROPERTY + "=FILE")
@ExtendWith(ClusterRecord.class)
public @interface OnCluster {}
