package io.oreo.evaluation.probe;

import com.fasterxml.jackson.annotation.JsonCreator;
import com.fasterxml.jackson.annotation.JsonValue;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.SerializationFeature;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.datatype.jdk8.Jdk8Module;
import io.oreo.trajectory.ProblemId;

/**
 * A probe as JSON and back; equal probes are equal texts, and numbers read back to the same bits.
 */
public final class ProbeJson {

    private static final JsonMapper JSON =
            JsonMapper.builder()
                    .addModule(new Jdk8Module())
                    .addMixIn(ProblemId.class, Plain.class)
                    .enable(SerializationFeature.ORDER_MAP_ENTRIES_BY_KEYS)
                    .build();

    private ProbeJson() {}

    /** An id is a text. */
    private abstract static class Plain {

        @JsonCreator(mode = JsonCreator.Mode.DELEGATING)
        Plain(@SuppressWarnings("unused") String value) {}

        @JsonValue
        abstract String value();
    }

    /** The text. */
    public static String write(Probe probe) {
        try {
            return JSON.writeValueAsString(probe);
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
            return JSON.readValue(json, Probe.class);
        } catch (JsonProcessingException damaged) {
            throw new IllegalArgumentException("this is no probe of values", damaged);
        }
    }
}
