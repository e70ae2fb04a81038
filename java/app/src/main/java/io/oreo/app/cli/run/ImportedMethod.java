package io.oreo.app.cli.run;

import java.util.Map;
import java.util.Optional;

/**
 * What a method learns with on imported trajectories, where the model is trained already: the rates
 * of the paper (docs/METHOD.md, section 5) and, for what is not in this table, those of the run
 * file {@code imported}. The defaults are made for small models from random weights.
 */
final class ImportedMethod {

    /** The method of the run file {@code imported}, whose table says all. */
    private static final String OF_THE_FILE = "oreo";

    private static final Map<String, String> RATES =
            Map.of("sft", "2e-5", "dpo", "5e-7", "kto", "1e-7");

    private static final int BATCH_SIZE = 16;

    private ImportedMethod() {}

    /** What makes an objective the run's method; empty where the run file's own table does. */
    static Optional<String> assignment(String objective) {
        if (objective.equals(OF_THE_FILE)) {
            return Optional.empty();
        }
        String rate =
                Optional.ofNullable(RATES.get(objective))
                        .map(", learning_rate = %s"::formatted)
                        .orElse("");
        return Optional.of(
                "method=[{objective = \"%s\", batch_size = %d%s}]"
                        .formatted(objective, BATCH_SIZE, rate));
    }
}
