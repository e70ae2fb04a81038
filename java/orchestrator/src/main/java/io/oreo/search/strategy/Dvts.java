package io.oreo.search.strategy;

/**
 * Diverse verifier tree search: independent trees, each a beam of width one.
 *
 * @param width number of trees
 * @param expansions next steps sampled in each tree
 * @param depthMax most steps of a solution
 * @param temperature of the sampled tokens
 */
public record Dvts(int width, int expansions, int depthMax, double temperature)
        implements ResponseStrategy {

    public Dvts {
        Numbers.of(Dvts.class)
                .positive("width", width)
                .positive("expansions", expansions)
                .positive("depth_max", depthMax)
                .temperature(temperature)
                .check();
    }

    @Override
    public String label() {
        return "dvts " + width + "x" + expansions + Numbers.suffix(temperature);
    }

    @Override
    public boolean needsValue() {
        return true;
    }

    @Override
    public long responses() {
        return (long) width * expansions;
    }

    @Override
    public boolean samplesAttempts() {
        return false;
    }
}
