/**
 * The house as a whole: which room may know which.
 *
 * <p>Start at {@link io.oreo.RoomsTest}. A new package is a new line of its table; a new arrow is a
 * decision, to be made with open eyes and explained in {@code docs/DECISIONS.md}.
 *
 * <p>This room looks at compiled classes and runs none of them.
 *
 * <p>Invariants: a room that appears without a line in the table fails the test, and so does an
 * arrow that the table does not draw. Databases, gRPC and processes each stay behind a door of
 * their own.
 *
 * <p>A failure names the class and the line that draw the arrow.
 */
@NullMarked
package io.oreo;

import org.jspecify.annotations.NullMarked;
