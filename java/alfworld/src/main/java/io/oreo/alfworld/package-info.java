/** ALFWorld inside the JVM. */
@NullMarked
package io.oreo.alfworld;

import org.jspecify.annotations.NullMarked;
