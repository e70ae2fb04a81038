package io.oreo.worker.grpc;

import java.time.Duration;

/**
 * How long calls may take.
 *
 * @param quick calls that compute nothing: who is there, is it well, drain, unload
 * @param load making or loading a model
 * @param work generating, scoring, encoding, grading; and one batch or checkpoint of a training
 */
public record Deadlines(Duration quick, Duration load, Duration work) {

    /** Generous enough for the largest models; a lost worker is noticed by its connection first. */
    public static final Deadlines USUAL =
            new Deadlines(Duration.ofSeconds(60), Duration.ofHours(1), Duration.ofHours(3));
}
