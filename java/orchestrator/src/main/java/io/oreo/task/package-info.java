/**
 * What the policy is asked to learn: problems, how they are read, and who judges the answers.
 *
 * <p>Start at {@link io.oreo.task.Task}. {@link io.oreo.task.Tasks} makes one from its name and its
 * options: problems of our own generator, GSM8K and MATH from their files, or any task that lives
 * in a Python package. A {@link io.oreo.task.TaskKind} says whether problems are answered or, in an
 * environment, played.
 *
 * <p>This room knows no models, no tokens, no iterations and no files of a run. It never decides
 * whether an answer is right; a grader does.
 *
 * <p>Invariants: equal options, data, split, count and seed give equal problems, and a smaller
 * count gives the beginning of a larger one; no two splits of a task share a question; every option
 * that was given is known and within its bounds, or the task does not come into being.
 */
@NullMarked
package io.oreo.task;

import org.jspecify.annotations.NullMarked;
