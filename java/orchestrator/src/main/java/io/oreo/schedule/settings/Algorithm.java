package io.oreo.schedule.settings;

import java.util.Arrays;
import java.util.List;
import java.util.Locale;

/** What can learn from rollouts; a run file names them by {@link #label}. */
public enum Algorithm {
    /** OREO at the level that its table names. */
    OREO,
    /** OREO with a step as the action. */
    OREO_STEP,
    /** OREO with the whole response as the action. */
    OREO_RESPONSE,
    /** OREO's policy loss with the gradient through all ratios, an ablation. */
    PCL,
    /** SFT on the right rollouts. */
    REJECTION,
    /** Direct preference optimisation on pairs. */
    DPO,
    /** Kahneman-Tversky optimisation on unpaired outcomes. */
    KTO,
    /** Direct Q-function optimisation. */
    DQO;

    /** Name in run files and of trainings, e.g. {@code oreo-step}. */
    public String label() {
        return table().replace('_', '-');
    }

    /** Table of a run file that holds its numbers, e.g. {@code oreo_step}. */
    public String table() {
        return name().toLowerCase(Locale.ROOT);
    }

    /** Whether a critic is trained with the policy. */
    public boolean trainsCritic() {
        return this == DQO || readsOreo();
    }

    /** Whether {@code [oreo]} holds what its own table does not say. */
    public boolean readsOreo() {
        return switch (this) {
            case OREO, OREO_STEP, OREO_RESPONSE, PCL -> true;
            case REJECTION, DPO, KTO, DQO -> false;
        };
    }

    /** All names. */
    public static List<String> labels() {
        return Arrays.stream(values()).map(Algorithm::label).toList();
    }

    /**
     * The algorithm of a name.
     *
     * @throws IllegalArgumentException if there is none
     */
    public static Algorithm of(String label) {
        return valueOf(label.replace('-', '_').toUpperCase(Locale.ROOT));
    }
}
