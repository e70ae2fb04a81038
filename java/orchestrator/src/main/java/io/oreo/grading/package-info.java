/**
 * Says whether an answer is correct.
 *
 * <p>Start at {@link io.oreo.grading.Grader}; {@link io.oreo.grading.Graders} holds those of ours.
 * A grader finds the answer in a response ({@link io.oreo.grading.AnswerFinder}); whether it is the
 * reference's, {@code grading.math} says.
 *
 * <p>This room depends on the nouns of {@code trajectory} only. It knows no models, no tasks and no
 * files but those that {@link io.oreo.grading.GradeFile} is given.
 *
 * <p>Invariants: grading is a pure function of problem and response, in exact arithmetic; any text
 * gets a verdict in time linear in its length; {@code Correct} is said only where it is sure. Where
 * two answers differ in writing and their values cannot be told, the verdict is {@code Incorrect}
 * and its rule ends in {@code (unsure)}, so that such answers can be counted and graded again.
 */
@NullMarked
package io.oreo.grading;

import org.jspecify.annotations.NullMarked;
