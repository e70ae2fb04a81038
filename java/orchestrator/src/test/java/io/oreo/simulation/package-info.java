/**
 * Whole runs under a simulated clock on workers that die, hang, answer late or twice or break the
 * protocol, with a store that fails to write and a process that is killed at any moment.
 *
 * <p>Start at {@link io.oreo.simulation.Simulation}. Everything follows from one number, the seed;
 * {@link io.oreo.simulation.Simulate} is what {@code make simulate} calls. The run, its phases, the
 * supervision of workers and the folder are those of the product; {@link
 * io.oreo.simulation.SimulatedWorkers} and {@link io.oreo.simulation.FailingStore} are what goes
 * wrong around them.
 *
 * <p>Invariants: a seed always decides the same faults for the same calls; whatever happens, a run
 * ends with the same log, rows and digest as one that nothing disturbs.
 */
@NullMarked
package io.oreo.simulation;

import org.jspecify.annotations.NullMarked;
