/**
 * ALFWorld inside the JVM.
 *
 * <p>Start at {@link io.oreo.alfworld.FastEnvironment}: games are prepared once by ALFWorld's own
 * Python and then played by a Java engine that answers exactly as TextWorld does. {@link
 * io.oreo.alfworld.ReferenceEnvironment} plays them in unmodified TextWorld under GraalPy, slowly;
 * both serve the port {@link io.oreo.environment.Environment}. {@link io.oreo.alfworld.GameFolder}
 * finds game files and {@link io.oreo.alfworld.GamePreparer} prepares them. {@link
 * io.oreo.alfworld.AlfworldTask} makes them a task of run files.
 *
 * <p>Rooms below: {@code planning} steps planning tasks, {@code text} derives texts, {@code game}
 * stores and plays prepared games, {@code python} holds GraalPy, {@code planner} what steps games
 * there. Rooms above: {@code generate} makes new games, {@code tools} checks, prepares and measures
 * whole folders, {@code cli} holds the commands.
 *
 * <p>Invariants: playing a prepared game loads no class of GraalPy; a game that the engine cannot
 * play exactly is refused by name when it is prepared.
 */
@NullMarked
package io.oreo.alfworld;

import org.jspecify.annotations.NullMarked;
