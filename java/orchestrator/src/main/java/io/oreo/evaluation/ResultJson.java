package io.oreo.evaluation;

import com.fasterxml.jackson.annotation.JsonCreator;
import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonInclude.Include;
import com.fasterxml.jackson.annotation.JsonProperty;
import com.fasterxml.jackson.annotation.JsonValue;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.annotation.JsonDeserialize;
import com.fasterxml.jackson.databind.annotation.JsonSerialize;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.util.StdConverter;
import com.fasterxml.jackson.datatype.jdk8.Jdk8Module;
import io.oreo.evaluation.AttemptResult.Written;
import io.oreo.search.SearchTrace.Node;
import io.oreo.search.SearchTrace.NodeStatus;
import io.oreo.trajectory.FinishReason;
import io.oreo.trajectory.IntVector;
import io.oreo.trajectory.ProblemId;
import io.oreo.trajectory.Verdict;
import java.util.Optional;
import java.util.OptionalDouble;
import org.jspecify.annotations.Nullable;

/**
 * A result as JSON and back, without loss. Numbers are written so that they read back to the same
 * bits; keys keep their order, so equal results are equal texts.
 */
public final class ResultJson {

    /** How the rule of a stored verdict begins where the grader failed; the verdict has no name. */
    private static final String GRADER_FAILED = new Verdict.GraderFailed("").ruleOrWhy();

    private static final JsonMapper JSON =
            JsonMapper.builder()
                    .addModule(new Jdk8Module())
                    .addMixIn(ProblemId.class, Plain.class)
                    .addMixIn(IntVector.class, Numbers.class)
                    .addMixIn(AttemptResult.class, Converted.class)
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

    /** An id is a text. */
    private abstract static class Plain {

        @JsonCreator(mode = JsonCreator.Mode.DELEGATING)
        Plain(@SuppressWarnings("unused") String value) {}

        @JsonValue
        abstract String value();
    }

    /** A vector is a list of numbers. */
    private interface Numbers {

        @JsonCreator
        static IntVector of(int... values) {
            return IntVector.of(values);
        }

        @JsonValue
        int[] toArray();
    }

    @JsonSerialize(converter = Store.class)
    @JsonDeserialize(converter = Restore.class)
    private interface Converted {}

    /** An attempt with its verdict in three texts; only earlier versions left out the tokens. */
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
            String grader,
            @JsonInclude(Include.NON_NULL) @Nullable IntVector tokenIds,
            @JsonInclude(Include.NON_NULL) @Nullable IntVector stepEnds) {}

    private static final class Store extends StdConverter<AttemptResult, StoredAttempt> {
        @Override
        public StoredAttempt convert(AttemptResult attempt) {
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
                    attempt.grader(),
                    attempt.written().map(Written::tokenIds).orElse(null),
                    attempt.written().map(Written::stepEnds).orElse(null));
        }
    }

    private static final class Restore extends StdConverter<StoredAttempt, AttemptResult> {
        @Override
        public AttemptResult convert(StoredAttempt stored) {
            return new AttemptResult(
                    stored.order,
                    stored.response,
                    stored.finish,
                    stored.tokens,
                    stored.steps,
                    stored.value,
                    verdict(stored),
                    stored.reward,
                    stored.grader,
                    written(stored));
        }

        private static Optional<Written> written(StoredAttempt stored) {
            IntVector ids = stored.tokenIds;
            IntVector ends = stored.stepEnds;
            return ids == null || ends == null
                    ? Optional.empty()
                    : Optional.of(new Written(ids, ends));
        }
    }

    private static Verdict verdict(StoredAttempt stored) {
        return switch (stored.verdict) {
            case "correct" -> new Verdict.Correct(stored.answer, stored.rule);
            case "wrong" -> new Verdict.Incorrect(stored.answer, stored.rule);
            case "no-answer" ->
                    stored.rule.startsWith(GRADER_FAILED)
                            ? new Verdict.GraderFailed(
                                    stored.rule.substring(GRADER_FAILED.length()))
                            : new Verdict.NoAnswer(stored.rule);
            case "timed-out" -> new Verdict.TimedOut(stored.answer, stored.rule);
            default -> throw new IllegalArgumentException("no verdict is called " + stored.verdict);
        };
    }

    /** A result as a JSON object. */
    public static String write(ProblemResult result) {
        try {
            return JSON.writeValueAsString(result);
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
            return JSON.readValue(json, ProblemResult.class);
        } catch (JsonProcessingException damaged) {
            throw new IllegalArgumentException("a stored result is damaged: " + json, damaged);
        }
    }
}
