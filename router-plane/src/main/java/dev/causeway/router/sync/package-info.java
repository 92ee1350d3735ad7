/**
 * The router's side of the snapshot stream: receiving, checking and committing snapshots.
 *
 * <p>Everything runs on one serial executor of the {@link dev.causeway.router.sync.SnapshotClient};
 * only immutable status leaves it. What is accepted becomes active through {@code
 * router.config.ConfigActivator}. Depends on {@code routing}, {@code proto} and {@code
 * router.config}; knows neither Spring nor the data plane.
 */
@NullMarked
package dev.causeway.router.sync;

import org.jspecify.annotations.NullMarked;
