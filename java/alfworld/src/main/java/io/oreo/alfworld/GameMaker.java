package io.oreo.alfworld;

import io.oreo.environment.GameId;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;

/** Makes and prepares games for run files, in a program of its own. */
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

    /**
     * Prepares games, with progress on standard error, and says there which cannot be prepared.
     *
     * @param folder that the games lie in
     * @throws IOException if that cannot be tried
     */
    void prepare(List<GameId> games, Path folder) throws IOException, InterruptedException;

    /** Tells the user something on standard error. */
    void say(String text);
}
