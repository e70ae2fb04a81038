/**
 * How good is it: lets a policy solve the test problems and has the answers judged.
 *
 * <p>Start at {@link io.oreo.evaluation.Evaluation}: a policy, perhaps a critic, and a search,
 * tried on problems. What comes out are {@link io.oreo.evaluation.ProblemResult}s, which the rooms
 * {@code statistics} and {@code report} turn into figures and pages.
 *
 * <p>This room starts no worker, writes no file and knows no iteration.
 */
@NullMarked
package io.oreo.evaluation;

import org.jspecify.annotations.NullMarked;
