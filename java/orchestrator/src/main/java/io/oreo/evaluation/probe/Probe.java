package io.oreo.evaluation.probe;

import com.fasterxml.jackson.annotation.JsonIgnoreProperties;
import java.util.List;
import java.util.Map;

/**
 * The attempts of an evaluation with what all critics and policies of its iteration say of them.
 *
 * @param iteration iteration whose models were asked
 * @param evaluation evaluation that sampled the attempts, or a name for labelled solutions
 * @param reference training whose policy is pi_ref of the implicit values
 * @param sources who was asked
 * @param betas weight of the log-ratio in the soft Bellman equation, of each training that has one
 * @param attempts at least one
 * @param left attempts that no model could read, e.g. too long ones
 */
@JsonIgnoreProperties(ignoreUnknown = true)
public record Probe(
        int iteration,
        String evaluation,
        String reference,
        List<ProbeSource> sources,
        Map<String, Double> betas,
        List<ProbedAttempt> attempts,
        int left) {

    public Probe {
        sources = List.copyOf(sources);
        betas = Map.copyOf(betas);
        attempts = List.copyOf(attempts);
        int asked = sources.size();
        if (attempts.stream().anyMatch(attempt -> attempt.scores().size() != asked)) {
            throw new IllegalArgumentException("an attempt has not one list of scores a source");
        }
    }
}
