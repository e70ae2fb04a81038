/**
 * Files that users name: JSON lines that are read, and text that is written.
 *
 * <p>Start at {@link io.oreo.files.JsonLineFile}, which reads plain and compressed lines and calls
 * what it cannot read by its number, and at {@link io.oreo.files.SafeOutput}, which lets a file
 * appear whole or not at all. {@link io.oreo.files.FileException} says what went wrong in a
 * sentence.
 *
 * <p>This room knows no other.
 *
 * <p>Invariants: a line that cannot be used costs that line and no other; nothing is ever renamed
 * over what is no ordinary file; no output is opened that is an input as well.
 */
@NullMarked
package io.oreo.files;

import org.jspecify.annotations.NullMarked;
