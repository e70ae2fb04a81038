package io.oreo.dataset;

import io.oreo.trajectory.ActionMask;
import io.oreo.trajectory.FinishReason;
import io.oreo.trajectory.FloatVector;
import io.oreo.trajectory.IntVector;
import io.oreo.trajectory.ModelVersion;
import io.oreo.trajectory.Origin;
import io.oreo.trajectory.Outcome;
import io.oreo.trajectory.ProblemId;
import io.oreo.trajectory.Reward;
import io.oreo.trajectory.Sampler;
import io.oreo.trajectory.TokenSequence;
import io.oreo.trajectory.Trajectory;
import io.oreo.trajectory.Verdict;
import java.sql.Array;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import org.duckdb.DuckDBAppender;
import org.jspecify.annotations.Nullable;

/**
 * Columns of a shard and their two directions. Plain types and lists only, so that pandas, DuckDB
 * and Hugging Face datasets open a shard without knowing us. NULL says "unknown" or "not this kind
 * of outcome".
 */
final class ShardColumns {

    /** Columns that say what became of an attempt. */
    static final String OUTCOME_DEFINITIONS =
            "outcome VARCHAR, verdict VARCHAR, answer VARCHAR, rule VARCHAR, reward DOUBLE,"
                    + " grader VARCHAR, why_broken VARCHAR";

    /** The names of these. */
    static final String OUTCOME_NAMES =
            "outcome, verdict, answer, rule, reward, grader, why_broken";

    /** Column definitions, in the order in which rows are appended. */
    static final String DEFINITIONS =
            """
            id VARCHAR, problem_id VARCHAR, origin VARCHAR, policy_name VARCHAR,
            policy_key VARCHAR, token_ids INTEGER[], action_mask BOOLEAN[], step_ends INTEGER[],
            reward_positions INTEGER[], reward_values DOUBLE[], behaviour_log_probs FLOAT[],
            response VARCHAR, temperature DOUBLE, top_p DOUBLE, top_k INTEGER, seed BIGINT,
            finish_reason VARCHAR,\
            """
                    + OUTCOME_DEFINITIONS
                    + ", tokenizer_key VARCHAR";

    /** Column names, for a SELECT that fails when one is missing. */
    static final String NAMES =
            """
            id, problem_id, origin, policy_name, policy_key, token_ids, action_mask, step_ends,
            reward_positions, reward_values, behaviour_log_probs, response, temperature, top_p,
            top_k, seed, finish_reason,\
            """
                    + OUTCOME_NAMES
                    + ", tokenizer_key";

    private ShardColumns() {}

    /** Appends one row. */
    static void append(DuckDBAppender row, Trajectory trajectory) throws SQLException {
        row.beginRow();
        row.append(trajectory.id());
        row.append(trajectory.problem().value());
        row.append(word(trajectory.origin()));
        row.append(trajectory.author().map(ModelVersion::name).orElse(null));
        row.append(trajectory.author().map(ModelVersion::contentKey).orElse(null));
        appendTokens(row, trajectory.tokens());
        row.append(trajectory.response());
        row.append(trajectory.sampler().map(Sampler::temperature).orElse(null));
        row.append(trajectory.sampler().map(Sampler::topP).orElse(null));
        row.append(trajectory.sampler().map(Sampler::topK).orElse(null));
        row.append(trajectory.seed());
        row.append(word(trajectory.finishReason()));
        appendOutcome(row, trajectory.outcome());
        row.append(trajectory.tokenizerKey());
        row.endRow();
    }

    /** The trajectory of the current row. */
    static Trajectory read(ResultSet row) throws SQLException {
        String policyName = row.getString("policy_name");
        double temperature = row.getDouble("temperature");
        boolean sampled = !row.wasNull();
        return new Trajectory(
                text(row, "id"),
                new ProblemId(text(row, "problem_id")),
                constant(Origin.class, text(row, "origin")),
                policyName == null
                        ? Optional.empty()
                        : Optional.of(new ModelVersion(policyName, text(row, "policy_key"))),
                readTokens(row),
                text(row, "response"),
                sampled
                        ? Optional.of(
                                new Sampler(
                                        temperature, row.getDouble("top_p"), row.getInt("top_k")))
                        : Optional.empty(),
                row.getLong("seed"),
                constant(FinishReason.class, text(row, "finish_reason")),
                readOutcome(row),
                text(row, "tokenizer_key"));
    }

    private static void appendTokens(DuckDBAppender row, TokenSequence tokens) throws SQLException {
        List<Reward> rewards = tokens.rewards();
        row.append(tokens.tokenIds().toArray());
        row.append(tokens.actionMask().toArray());
        row.append(tokens.stepEnds().toArray());
        row.append(rewards.stream().mapToInt(Reward::position).toArray());
        row.append(rewards.stream().mapToDouble(Reward::value).toArray());
        Optional<FloatVector> logProbs = tokens.behaviourLogProbs();
        if (logProbs.isPresent()) {
            row.append(logProbs.get().toArray());
        } else {
            row.appendNull();
        }
    }

    /** Appends the columns of an outcome. */
    static void appendOutcome(DuckDBAppender row, Outcome outcome) throws SQLException {
        switch (outcome) {
            case Outcome.Graded(Verdict verdict, double reward, String grader) -> {
                row.append("graded").append(verdict.label()).append(verdict.answerOrEmpty());
                row.append(verdict.ruleOrWhy()).append(reward).append(grader).appendNull();
            }
            case Outcome.Broken(String why) -> {
                row.append("broken").appendNull().appendNull().appendNull();
                row.appendNull().appendNull().append(why);
            }
            case Outcome.Ungraded() -> {
                row.append("ungraded").appendNull().appendNull().appendNull();
                row.appendNull().appendNull().appendNull();
            }
        }
    }

    private static TokenSequence readTokens(ResultSet row) throws SQLException {
        int[] positions = ints(row, "reward_positions");
        Object[] values = list(row, "reward_values");
        if (positions.length != values.length) {
            throw new IllegalArgumentException("reward_positions and reward_values differ in size");
        }
        List<Reward> rewards = new ArrayList<>(positions.length);
        for (int i = 0; i < positions.length; i++) {
            rewards.add(new Reward(positions[i], (Double) values[i]));
        }
        Object[] mask = list(row, "action_mask");
        boolean[] actions = new boolean[mask.length];
        for (int i = 0; i < actions.length; i++) {
            actions[i] = (Boolean) mask[i];
        }
        return new TokenSequence(
                IntVector.of(ints(row, "token_ids")),
                ActionMask.of(actions),
                IntVector.of(ints(row, "step_ends")),
                rewards,
                logProbs(row));
    }

    private static Optional<FloatVector> logProbs(ResultSet row) throws SQLException {
        Array array = row.getArray("behaviour_log_probs");
        if (array == null) {
            return Optional.empty();
        }
        Object[] boxed = (Object[]) array.getArray();
        float[] values = new float[boxed.length];
        for (int i = 0; i < values.length; i++) {
            values[i] = (Float) boxed[i];
        }
        return Optional.of(FloatVector.of(values));
    }

    /** The outcome of the current row. */
    static Outcome readOutcome(ResultSet row) throws SQLException {
        String kind = text(row, "outcome");
        return switch (kind) {
            case "graded" ->
                    new Outcome.Graded(verdict(row), row.getDouble("reward"), text(row, "grader"));
            case "broken" -> new Outcome.Broken(text(row, "why_broken"));
            case "ungraded" -> new Outcome.Ungraded();
            default -> throw new IllegalArgumentException("unknown outcome '" + kind + "'");
        };
    }

    private static Verdict verdict(ResultSet row) throws SQLException {
        String label = text(row, "verdict");
        String answer = text(row, "answer");
        String rule = text(row, "rule");
        return switch (label) {
            case "correct" -> new Verdict.Correct(answer, rule);
            case "wrong" -> new Verdict.Incorrect(answer, rule);
            case "no-answer" -> new Verdict.NoAnswer(rule);
            case "timed-out" -> new Verdict.TimedOut(answer, rule);
            default -> throw new IllegalArgumentException("unknown verdict '" + label + "'");
        };
    }

    private static int[] ints(ResultSet row, String column) throws SQLException {
        Object[] boxed = list(row, column);
        int[] values = new int[boxed.length];
        for (int i = 0; i < values.length; i++) {
            values[i] = (Integer) boxed[i];
        }
        return values;
    }

    private static Object[] list(ResultSet row, String column) throws SQLException {
        return (Object[]) present(row.getArray(column), column).getArray();
    }

    private static String text(ResultSet row, String column) throws SQLException {
        return present(row.getString(column), column);
    }

    private static <T> T present(@Nullable T value, String column) {
        if (value == null) {
            throw new IllegalArgumentException("column " + column + " is NULL");
        }
        return value;
    }

    private static String word(Enum<?> constant) {
        return constant.name().toLowerCase(Locale.ROOT);
    }

    private static <E extends Enum<E>> E constant(Class<E> type, String word) {
        return Enum.valueOf(type, word.toUpperCase(Locale.ROOT));
    }
}
