/**
 * The nouns of the project: what a problem is, what an attempt at it is, and what was said of it.
 *
 * <p>Start at {@link io.oreo.trajectory.Trajectory}, the unit that is stored, graded and trained
 * on. Its {@link io.oreo.trajectory.TokenSequence} is token-in, token-out: the ids that the policy
 * read and wrote, never made again from text.
 *
 * <p>This room depends on nothing. It knows no files, no workers, no iterations and no tasks.
 *
 * <p>Invariants: every value is immutable and valid from its construction on; the steps of a
 * sequence cover its action tokens without gap or overlap; equal seeds and labels give equal child
 * seeds on every machine.
 */
@NullMarked
package io.oreo.trajectory;

import org.jspecify.annotations.NullMarked;
