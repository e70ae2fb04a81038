/**
 * How good is it: has the answers to the test problems graded, compared and reported.
 *
 * <p>Start at {@link io.oreo.evaluation.ResultGrader}: it has a grader grade what searches found.
 * What comes out are {@link io.oreo.evaluation.ProblemResult}s, which the rooms {@code statistics}
 * and {@code report} turn into figures and pages.
 *
 * <p>This room starts no worker, writes no file and knows no iteration.
 *
 * <p>Invariants: every response is graded once, by one grader, and carries its name; what a grader
 * fails on counts as no answer and says why; a result reads back from JSON as it was.
 *
 * <p>An evaluation is repeatable: equal policies, problems and seeds give equal results.
 */
@NullMarked
package io.oreo.evaluation;

import org.jspecify.annotations.NullMarked;
