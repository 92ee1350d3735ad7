/** Turns Kubernetes and OKD objects, from a cluster or from YAML files, into routing inputs. */
@NullMarked
package dev.causeway.manifests;

import org.jspecify.annotations.NullMarked;
