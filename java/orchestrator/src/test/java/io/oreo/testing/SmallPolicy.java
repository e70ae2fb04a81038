package io.oreo.testing;

import io.oreo.trajectory.FinishReason;
import io.oreo.trajectory.FloatVector;
import io.oreo.trajectory.IntVector;
import io.oreo.trajectory.Seed;
import io.oreo.worker.ActionScorer;
import io.oreo.worker.Generator;
import io.oreo.worker.StopRule;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * A policy that writes the lines of a {@link Script} in {@link Letters}: the correct one as often
 * as its model's skill says, else the incorrect one. Draws belong to positions, as a worker's do;
 * greedy, the draw belongs to what was written. A line's log-probability stands at its last token.
 */
public record SmallPolicy(Script script, SmallModel model) implements Generator, ActionScorer {

    private static final Letters LETTERS = new Letters();

    @Override
    public List<Completion> generate(Batch batch) {
        boolean greedy = batch.sampler().temperature() == 0;
        return batch.items().stream().map(item -> complete(item, greedy, batch.stop())).toList();
    }

    private Completion complete(Generator.Item item, boolean greedy, StopRule stop) {
        int start = item.prefix().size();
        List<Integer> tokens = new ArrayList<>(item.prefix().stream().boxed().toList());
        List<Integer> ends = new ArrayList<>();
        List<Float> logProbs = new ArrayList<>();
        FinishReason reason = FinishReason.LENGTH;
        boolean more = true;
        while (more) {
            String before = LETTERS.text(IntVector.of(tokens));
            Optional<Script.Line> next = script.next(before);
            Seed draw =
                    greedy
                            ? new Seed(0).child(model.lineage()).child(before)
                            : new Seed(item.seed()).child(tokens.size());
            boolean correct = draw.random().nextDouble() < model.skill();
            String line = next.map(each -> correct ? each.correct() : each.incorrect()).orElse("");
            boolean last = next.map(Script.Line::last).orElse(true);
            line.chars().forEach(tokens::add);
            tokens.add(last ? Letters.END : (int) '\n');
            ends.add(tokens.size());
            while (logProbs.size() < tokens.size() - start - 1) {
                logProbs.add(0f);
            }
            logProbs.add((float) logProb(correct));
            more = !last && !stop.atStepEnd() && tokens.size() < most(start, stop);
            reason = last ? FinishReason.END_TOKEN : FinishReason.STEP_END;
        }
        if (tokens.size() > most(start, stop)
                || (reason == FinishReason.STEP_END && !stop.atStepEnd())) {
            reason = FinishReason.LENGTH;
        }
        int size = Math.min(tokens.size(), most(start, stop));
        return completion(item, IntVector.of(tokens.subList(start, size)), ends, logProbs, reason);
    }

    private static int most(int start, StopRule stop) {
        int longest = stop.maxLength() == 0 ? Integer.MAX_VALUE : stop.maxLength();
        return Math.min(longest, start + stop.maxNewTokens());
    }

    private static Completion completion(
            Generator.Item item,
            IntVector written,
            List<Integer> ends,
            List<Float> logProbs,
            FinishReason reason) {
        int size = item.prefix().size() + written.size();
        List<Integer> kept = new ArrayList<>(ends.stream().filter(end -> end < size).toList());
        kept.add(size);
        float[] chosen = new float[written.size()];
        for (int i = 0; i < chosen.length; i++) {
            chosen[i] = logProbs.get(i);
        }
        return new Completion(
                item.id(),
                written,
                FloatVector.of(chosen),
                IntVector.of(kept),
                LETTERS.text(written),
                reason);
    }

    @Override
    public List<List<Double>> logProbs(List<ActionScorer.Item> items) {
        return items.stream().map(this::logProbs).toList();
    }

    private List<Double> logProbs(ActionScorer.Item item) {
        return item.statePositions().stream().mapToObj(end -> sum(item, end)).toList();
    }

    /** Over the lines that are complete before a position. */
    private double sum(ActionScorer.Item item, int position) {
        double sum = 0;
        int start = -1;
        for (int i = 0; i < position; i++) {
            boolean action = item.actionMask().get(i);
            if (action && start < 0) {
                start = i;
            }
            int token = item.tokenIds().get(i);
            boolean ends = token == '\n' || token == Letters.END || i == item.tokenIds().size() - 1;
            if (action && ends) {
                String line = LETTERS.text(item.tokenIds().slice(start, i + 1)).stripTrailing();
                Optional<Script.Line> next =
                        script.next(LETTERS.text(item.tokenIds().slice(0, start)));
                sum += next.map(each -> logProb(each.correct().equals(line))).orElse(0.0);
                start = -1;
            }
        }
        return sum;
    }

    private double logProb(boolean correct) {
        return Math.log(correct ? model.skill() : 1 - model.skill());
    }
}
