package io.oreo.testing;

import io.oreo.trajectory.FinishReason;
import io.oreo.trajectory.FloatVector;
import io.oreo.trajectory.IntVector;
import io.oreo.trajectory.Seed;
import io.oreo.worker.Generator;
import io.oreo.worker.StopRule;
import java.util.ArrayList;
import java.util.List;

/**
 * A policy with known probabilities: it writes lines of digits, each digit drawn evenly, and ends
 * after the last line. Draws belong to positions, as a worker's do. Thread-safe but for {@link
 * #batchSizes}.
 *
 * <p>Tokens: 0 ends, 1 is the newline that ends a step, 2 begins every prompt, 3 + d is digit d.
 */
public final class DigitPolicy implements Generator {

    /** Ends a response. */
    public static final int END = 0;

    /** Ends a line. */
    public static final int NEWLINE = 1;

    /** Begins every prompt. */
    public static final int BEGIN = 2;

    private static final int ZERO = 3;

    private final int lines;
    private final int digits;
    private final int base;
    private final int lastDigit;
    private final List<Integer> batchSizes = new ArrayList<>();

    /**
     * A policy.
     *
     * @param lines lines of a response
     * @param digits digits of a line
     * @param base digits are drawn from 0 to base - 1; greedy is always the largest
     */
    public DigitPolicy(int lines, int digits, int base) {
        this(lines, digits, base, -1);
    }

    private DigitPolicy(int lines, int digits, int base, int lastDigit) {
        this.lines = lines;
        this.digits = digits;
        this.base = base;
        this.lastDigit = lastDigit;
    }

    /** The same policy, but a line that ends in this digit is the last one. */
    public DigitPolicy endingAt(int digit) {
        return new DigitPolicy(lines, digits, base, digit);
    }

    /** Number of items of each call so far. */
    public List<Integer> batchSizes() {
        return List.copyOf(batchSizes);
    }

    /** Tokens as text; those without text are left out. */
    public static String text(IntVector tokens) {
        StringBuilder text = new StringBuilder();
        tokens.stream()
                .filter(token -> token == NEWLINE || token >= ZERO)
                .forEach(token -> text.append(token == NEWLINE ? "\n" : "" + (token - ZERO)));
        return text.toString();
    }

    /** Sum of the digits among the tokens. */
    public static double digitSum(IntVector tokens) {
        return tokens.stream().filter(token -> token >= ZERO).map(token -> token - ZERO).sum();
    }

    @Override
    public List<Completion> generate(Batch batch) {
        batchSizes.add(batch.items().size());
        return batch.items().stream()
                .map(item -> complete(item, batch.sampler().temperature() == 0, batch.stop()))
                .toList();
    }

    private Completion complete(Item item, boolean greedy, StopRule stop) {
        List<Integer> tokens = new ArrayList<>(item.prefix().stream().boxed().toList());
        int start = tokens.size();
        List<Integer> stepEnds = new ArrayList<>();
        FinishReason reason = FinishReason.LENGTH;
        while (tokens.size() - start < stop.maxNewTokens()
                && (stop.maxLength() == 0 || tokens.size() < stop.maxLength())) {
            int token = next(tokens, greedy, new Seed(item.seed()).child(tokens.size()));
            tokens.add(token);
            if (token == END || token == NEWLINE) {
                stepEnds.add(tokens.size());
            }
            if (token == END) {
                reason = FinishReason.END_TOKEN;
                break;
            }
            if (token == NEWLINE && stop.atStepEnd()) {
                reason = FinishReason.STEP_END;
                break;
            }
        }
        if (stepEnds.isEmpty() || stepEnds.getLast() < tokens.size()) {
            stepEnds.add(tokens.size());
        }
        IntVector added = IntVector.of(tokens.subList(start, tokens.size()));
        return new Completion(
                item.id(), added, logProbs(added), IntVector.of(stepEnds), text(added), reason);
    }

    private int next(List<Integer> prefix, boolean greedy, Seed draw) {
        int written = prefix.size() - 1 - prefix.lastIndexOf(BEGIN);
        boolean lineIsFull = written % (digits + 1) == digits;
        if (lineIsFull) {
            boolean ends = prefix.getLast() == ZERO + lastDigit;
            return ends || written / (digits + 1) == lines - 1 ? END : NEWLINE;
        }
        return ZERO + (greedy ? base - 1 : draw.random().nextInt(base));
    }

    private FloatVector logProbs(IntVector tokens) {
        float[] logProbs = new float[tokens.size()];
        for (int i = 0; i < logProbs.length; i++) {
            logProbs[i] = tokens.get(i) >= ZERO ? (float) -Math.log(base) : 0;
        }
        return FloatVector.of(logProbs);
    }
}
