package io.oreo.evaluation;

import com.fasterxml.jackson.annotation.JsonProperty;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.datatype.jdk8.Jdk8Module;
import io.oreo.search.SearchResult;
import io.oreo.search.SearchTrace;
import io.oreo.search.SearchTrace.Node;
import io.oreo.search.SearchTrace.NodeStatus;
import io.oreo.trajectory.FinishReason;
import io.oreo.trajectory.ProblemId;
import io.oreo.trajectory.Verdict;
import java.util.List;
import java.util.Optional;
import java.util.OptionalDouble;

/**
 * A result as JSON and back, without loss. Numbers are written so that they read back to the same
 * bits; keys keep their order, so equal results are equal texts.
 */
public final class ResultJson {

    private static final JsonMapper JSON =
            JsonMapper.builder()
                    .addModule(new Jdk8Module())
                    .addMixIn(Node.class, StoredNode.class)
                    .addMixIn(NodeStatus.class, StoredStatus.class)
                    .build();

    private ResultJson() {}

    /** How a candidate's status is called in results; digests cover these names. */
    private interface StoredNode {
        @JsonProperty("fate")
        NodeStatus status();
    }

    /** The names of statuses in results, where they are not their own. */
    private enum StoredStatus {
        @JsonProperty("DROPPED")
        PRUNED,
        @JsonProperty("CUT")
        TRUNCATED,
        @JsonProperty("MERGED")
        DUPLICATE
    }

    private record Stored(
            String problem,
            String group,
            StoredAttempt answer,
            List<StoredAttempt> attempts,
            SearchResult.Ending ending,
            long tokens,
            Optional<String> prompt,
            Optional<SearchTrace> trace) {}

    private record StoredAttempt(
            int order,
            String response,
            FinishReason finish,
            int tokens,
            int steps,
            OptionalDouble value,
            String verdict,
            String answer,
            String rule,
            double reward,
            String grader) {}

    /** A result as a JSON object. */
    public static String write(ProblemResult result) {
        Stored stored =
                new Stored(
                        result.problem().value(),
                        result.group(),
                        stored(result.answer()),
                        result.attempts().stream().map(ResultJson::stored).toList(),
                        result.ending(),
                        result.tokensSpent(),
                        result.prompt(),
                        result.trace());
        try {
            return JSON.writeValueAsString(stored);
        } catch (JsonProcessingException unwritable) {
            throw new IllegalStateException("a result cannot be written as JSON", unwritable);
        }
    }

    /**
     * A result from its JSON.
     *
     * @throws IllegalArgumentException if it is no result
     */
    public static ProblemResult read(String json) {
        try {
            Stored stored = JSON.readValue(json, Stored.class);
            return new ProblemResult(
                    new ProblemId(stored.problem),
                    stored.group,
                    read(stored.answer),
                    stored.attempts.stream().map(ResultJson::read).toList(),
                    stored.ending,
                    stored.tokens,
                    stored.prompt,
                    stored.trace);
        } catch (JsonProcessingException damaged) {
            throw new IllegalArgumentException("a stored result is damaged: " + json, damaged);
        }
    }

    private static StoredAttempt stored(AttemptResult attempt) {
        return new StoredAttempt(
                attempt.order(),
                attempt.response(),
                attempt.finishReason(),
                attempt.tokens(),
                attempt.steps(),
                attempt.value(),
                attempt.verdict().label(),
                attempt.verdict().answerOrEmpty(),
                attempt.verdict().ruleOrWhy(),
                attempt.reward(),
                attempt.grader());
    }

    private static AttemptResult read(StoredAttempt stored) {
        return new AttemptResult(
                stored.order,
                stored.response,
                stored.finish,
                stored.tokens,
                stored.steps,
                stored.value,
                verdict(stored),
                stored.reward,
                stored.grader);
    }

    private static Verdict verdict(StoredAttempt stored) {
        return switch (stored.verdict) {
            case "correct" -> new Verdict.Correct(stored.answer, stored.rule);
            case "wrong" -> new Verdict.Wrong(stored.answer, stored.rule);
            case "no-answer" -> new Verdict.NoAnswer(stored.rule);
            case "timed-out" -> new Verdict.TimedOut(stored.answer, stored.rule);
            default -> throw new IllegalArgumentException("no verdict is called " + stored.verdict);
        };
    }
}
