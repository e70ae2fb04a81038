/**
 * New games in ALFWorld's own domain and grammar.
 *
 * <p>Start at {@link io.oreo.alfworld.generate.GameGenerator}: from a seed and a {@link
 * io.oreo.alfworld.HouseSize} it makes a room with receptacles and objects, a task of one of the
 * six types, and commands that should win it. {@link io.oreo.alfworld.generate.Rooms} reads what
 * stands where, {@link io.oreo.alfworld.generate.ProblemText} writes the planning problem, and
 * {@link io.oreo.alfworld.generate.GeneratedGames} keeps a game only after playing it to its end.
 *
 * <p>This room takes the texts of domain and grammar as they are; how games are prepared and played
 * it leaves to others.
 *
 * <p>Invariants: equal seed, index and size give equal games; no game is won at its start; every
 * object lies where ALFWorld allows it.
 */
@NullMarked
package io.oreo.alfworld.generate;

import org.jspecify.annotations.NullMarked;
