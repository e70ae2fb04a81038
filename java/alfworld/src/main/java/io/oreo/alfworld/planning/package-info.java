/**
 * Planning tasks: from the SAS+ text of Fast Downward's translator to a machine that steps states.
 *
 * <p>Start at {@link io.oreo.alfworld.planning.Transitions}: which operators apply in a state, in
 * the order of Fast Downward's successor generator, what an operator changes, and whether the goal
 * holds. {@link io.oreo.alfworld.planning.SasReader} reads the text, {@link
 * io.oreo.alfworld.planning.TransitionCompiler} turns it into the tables.
 *
 * <p>This room knows nothing of texts, commands, houses or Python: any task with two values a
 * variable and ordered axiom layers will do. What it cannot do is refused by name with a {@link
 * io.oreo.alfworld.planning.GameException} when a task is compiled, never while it is stepped.
 *
 * <p>Invariant: a state is an array of bits that nobody changes once it was handed out, so a
 * snapshot is a reference and a fork costs nothing.
 */
@NullMarked
package io.oreo.alfworld.planning;

import org.jspecify.annotations.NullMarked;
