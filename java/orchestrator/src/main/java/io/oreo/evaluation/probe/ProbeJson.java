package io.oreo.evaluation.probe;

import com.fasterxml.jackson.annotation.JsonIgnoreProperties;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.SerializationFeature;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.datatype.jdk8.Jdk8Module;
import io.oreo.trajectory.ProblemId;
import java.util.List;
import java.util.Map;
import java.util.OptionalInt;

/**
 * A probe as JSON and back; equal probes are equal texts, and numbers read back to the same bits.
 */
public final class ProbeJson {

    private static final JsonMapper JSON =
            JsonMapper.builder()
                    .addModule(new Jdk8Module())
                    .enable(SerializationFeature.ORDER_MAP_ENTRIES_BY_KEYS)
                    .build();

    private ProbeJson() {}

    @JsonIgnoreProperties(ignoreUnknown = true)
    private record Stored(
            int iteration,
            String evaluation,
            String reference,
            List<ProbeSource> sources,
            Map<String, Double> betas,
            List<StoredAttempt> attempts,
            int left) {}

    private record StoredAttempt(
            String problem, double reward, OptionalInt rightSteps, List<List<Double>> scores) {}

    /** The text. */
    public static String write(Probe probe) {
        try {
            return JSON.writeValueAsString(
                    new Stored(
                            probe.iteration(),
                            probe.evaluation(),
                            probe.reference(),
                            probe.sources(),
                            probe.betas(),
                            probe.attempts().stream().map(ProbeJson::stored).toList(),
                            probe.left()));
        } catch (JsonProcessingException unwritable) {
            throw new IllegalStateException("a probe cannot be written as JSON", unwritable);
        }
    }

    /**
     * The probe in a text.
     *
     * @throws IllegalArgumentException if there is none
     */
    public static Probe read(String json) {
        try {
            Stored stored = JSON.readValue(json, Stored.class);
            return new Probe(
                    stored.iteration,
                    stored.evaluation,
                    stored.reference,
                    stored.sources,
                    stored.betas,
                    stored.attempts.stream().map(ProbeJson::read).toList(),
                    stored.left);
        } catch (JsonProcessingException damaged) {
            throw new IllegalArgumentException("this is no probe of values", damaged);
        }
    }

    private static StoredAttempt stored(ProbedAttempt attempt) {
        return new StoredAttempt(
                attempt.problem().value(),
                attempt.reward(),
                attempt.rightSteps(),
                attempt.scores());
    }

    private static ProbedAttempt read(StoredAttempt stored) {
        return new ProbedAttempt(
                new ProblemId(stored.problem), stored.reward, stored.rightSteps, stored.scores);
    }
}
