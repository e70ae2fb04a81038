package io.oreo.alfworld;

import java.io.IOException;
import java.nio.file.Path;

/** Makes games for a run file that asks for some, instead of naming a folder of them. */
@FunctionalInterface
public interface GameMaker {

    /**
     * What is to be made.
     *
     * @param count how many games
     * @param seed that they follow from
     * @param size of their houses
     */
    record Order(int count, int seed, HouseSize size) {}

    /**
     * Makes games, prepares them, and says on standard error what cannot be made.
     *
     * @param folder where to
     * @return whether all are there
     * @throws IOException if that cannot be tried
     */
    boolean make(Order order, Path folder) throws IOException, InterruptedException;
}
