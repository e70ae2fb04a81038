/**
 * Real small things for tests: worker processes, models, problems.
 *
 * <p>Start at {@link io.oreo.testing.RealWorkers}. Nothing here pretends: what a test asks of a
 * worker is computed by a worker. Where a test needs exact numbers, a small policy or critic with
 * known probabilities answers: {@link io.oreo.testing.DigitPolicy}, {@link
 * io.oreo.testing.ExactValues}. An {@link io.oreo.testing.EnvironmentServer} serves games.
 *
 * <p>This room knows the ports and no room that uses them.
 *
 * <p>Invariants: a worker that a test starts ends with the test; equal seeds give equal draws; a
 * golden file changes only where that is asked for.
 */
@NullMarked
package io.oreo.testing;

import org.jspecify.annotations.NullMarked;
