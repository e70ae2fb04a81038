/**
 * Whether two answers in the notation of mathematics are the same.
 *
 * <p>Start at {@link io.oreo.grading.math.MathComparison}. {@link io.oreo.grading.math.Boxes} finds
 * what stands in a {@code \boxed}; {@code MathText} brings LaTeX into one written form, {@code
 * NumberText} and {@code Formula} read values, {@code ExactArithmetic} computes with rationals,
 * {@code Apart} shows by values at a few points that two formulas differ.
 *
 * <p>This room knows texts alone: no problems, no responses, no verdicts.
 *
 * <p>Invariants: a comparison is a pure function of two texts in time linear in their length;
 * {@code SAME} and {@code DIFFERENT} are said only where it is sure.
 */
@NullMarked
package io.oreo.grading.math;

import org.jspecify.annotations.NullMarked;
