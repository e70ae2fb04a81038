/**
 * Says what came out, for people and for programs, from the same figures.
 *
 * <p>Start at {@link io.oreo.evaluation.report.Report}: it takes a {@link
 * io.oreo.evaluation.figures.ReportInput}, has {@link io.oreo.evaluation.figures.Figures} worked
 * out of it and gives JSON (its schema is docs/report.md), one self-contained page and a table for
 * the terminal. {@link io.oreo.evaluation.report.SeedComparison} makes the same of several seeds.
 * The pages are the templates in {@code src/main/jte}, which the build compiles into this package.
 *
 * <p>This room reads no store, writes no file and knows no method: what was trained has the name
 * that the run file gives it.
 *
 * <p>Invariants: equal results give equal digests, whatever the machine or the time they took;
 * every figure of the page stands in the JSON; nothing is left out because it disappoints.
 */
@NullMarked
package io.oreo.evaluation.report;

import org.jspecify.annotations.NullMarked;
