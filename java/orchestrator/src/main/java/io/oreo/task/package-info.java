/**
 * What the policy is asked to learn: problems, how they are read, and who grades the answers.
 *
 * <p>Start at {@link io.oreo.task.Task}. {@link io.oreo.task.Tasks} makes one from its name and its
 * options: problems of our own generator, GSM8K and MATH from their files, any task that lives in a
 * Python package, or anyone's environment ({@link io.oreo.task.RemoteTask}). A {@link
 * io.oreo.task.TaskKind} says whether problems are answered or, in an environment, played; a {@link
 * io.oreo.task.KnownTask} says it of a task that is not made yet.
 *
 * <p>This room knows no models, no tokens, no iterations and no files of a run. It never decides
 * whether an answer is correct; a grader does.
 *
 * <p>Invariants: equal options, data, split, count and seed give equal problems, and a smaller
 * count gives the beginning of a larger one; no two splits of a task share a question; every option
 * that was given is known and within its bounds, or the task does not come into being.
 */
@NullMarked
package io.oreo.task;

import org.jspecify.annotations.NullMarked;
