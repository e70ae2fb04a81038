/**
 * A prepared game: compiled once from what Python delivered, stored, loaded, played.
 *
 * <p>Start at {@link io.oreo.alfworld.game.Game}, which steps positions and says what they show.
 * {@link io.oreo.alfworld.game.GameDocument} is what Python delivers about a game, {@link
 * io.oreo.alfworld.game.GameCompiler} turns it into a {@link io.oreo.alfworld.game.PreparedGame} or
 * refuses it by name, {@link io.oreo.alfworld.game.GameCodec} writes and reads its bytes, and
 * {@link io.oreo.alfworld.game.GameStore} keeps them on disk under the digest of the game file.
 *
 * <p>This room knows nothing of Python contexts, limits of episodes or policies.
 *
 * <p>Invariants: a game and a position are immutable, so one game serves any number of threads
 * without a lock; a stored game holds everything that play needs; a changed game file has another
 * digest and is never played from an old preparation.
 */
@NullMarked
package io.oreo.alfworld.game;

import org.jspecify.annotations.NullMarked;
