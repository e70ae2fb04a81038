package io.oreo.search.strategy;

/**
 * Of several actions the one whose resulting state has the highest value: each is played in a fork
 * of the game.
 *
 * @param attempts candidates for each action
 * @param temperature of their tokens
 */
public record BestAction(int attempts, double temperature) implements ActionStrategy {

    public BestAction {
        Numbers.of(BestAction.class)
                .positive("attempts", attempts)
                .temperature(temperature)
                .check();
    }

    @Override
    public String label() {
        return "best-action-" + attempts + Numbers.suffix(temperature);
    }

    @Override
    public boolean needsValue() {
        return true;
    }

    @Override
    public long responses() {
        return attempts;
    }

    @Override
    public boolean samplesAttempts() {
        return false;
    }
}
