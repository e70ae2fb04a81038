package io.oreo.search.strategy;

/**
 * Step-level beam search by value.
 *
 * @param width partial solutions kept after each step
 * @param expansions next steps sampled from each of them
 * @param depthMax most steps of a solution
 * @param temperature of the sampled tokens
 */
public record StepBeam(int width, int expansions, int depthMax, double temperature)
        implements ResponseStrategy {

    /** Most steps of a solution in the paper (arXiv 2412.16145). */
    private static final int STEPS_MAX = 20;

    public StepBeam {
        Numbers.of(StepBeam.class)
                .positive("width", width)
                .positive("expansions", expansions)
                .positive("depth_max", depthMax)
                .temperature(temperature)
                .check();
    }

    /** Sampled from the policy itself, with the paper's limit of steps. */
    public StepBeam(int width, int expansions) {
        this(width, expansions, STEPS_MAX, 1);
    }

    @Override
    public String label() {
        return "step-beam " + width + "x" + expansions + Numbers.suffix(temperature);
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
