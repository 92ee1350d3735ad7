package dev.causeway.controlplane.status;

import dev.causeway.controlplane.activation.RouterSurvey;
import dev.causeway.controlplane.stream.SnapshotShelf;
import java.time.Duration;

/**
 * How the condition {@code Activated} comes about.
 *
 * @param shelf what this process compiled Routes into; published before the board
 * @param routers asks routers whether they hold it
 * @param window how long a write of {@code Admitted=True} waits for the condition, so that both are
 *     one write; not negative
 */
public record StatusActivation(SnapshotShelf shelf, RouterSurvey.Source routers, Duration window) {}
