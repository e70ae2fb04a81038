/**
 * How a policy and a problem meet: what the policy reads, how attempts are made, how they come out.
 *
 * <p>Start at {@link io.oreo.interaction.Interaction}, the one port that a schedule sees. Behind it
 * stand two forms: in an {@link io.oreo.interaction.AnsweredInteraction} a problem is answered by
 * one response, which a grader grades; in a {@link io.oreo.interaction.PlayedInteraction} it is
 * played, command by command, and the environment says how it came out. The task's kind says which.
 *
 * <p>This room knows no run, no iteration, no particular task and no file: it is given workers,
 * prompts and seeds, and gives back attempts.
 *
 * <p>Invariants: equal prompts, models, seeds and batches give equal attempts, so a batch can be
 * repeated by any worker at any time; an environment that went away is reached anew a bounded
 * number of times, and the whole batch is then played again.
 */
@NullMarked
package io.oreo.interaction;

import org.jspecify.annotations.NullMarked;
