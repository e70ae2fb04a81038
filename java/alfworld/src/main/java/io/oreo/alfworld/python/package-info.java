/**
 * Python inside the JVM: GraalPy contexts that run ALFWorld's own code.
 *
 * <p>Start at {@link io.oreo.alfworld.python.PythonPool}, which leases contexts one caller at a
 * time. {@link io.oreo.alfworld.python.PythonSetup} says where the Python files are and what the
 * limits are, {@link io.oreo.alfworld.python.PlannerHost} steps games for TextWorld, with our
 * engine or with the compiled planner where one is installed, and {@link
 * io.oreo.alfworld.python.JustInTime} knows whether and how guest code is compiled.
 *
 * <p>This room knows no episodes and no folders of games. It is loaded only when a game is prepared
 * or played in the reference mode; fast play never touches it.
 *
 * <p>Invariants: only strings cross the border, so no polyglot value outlives its context; Python
 * has no native access; a context belongs to one thread; a context that failed or hung is replaced
 * and never used again.
 */
@NullMarked
package io.oreo.alfworld.python;

import org.jspecify.annotations.NullMarked;
