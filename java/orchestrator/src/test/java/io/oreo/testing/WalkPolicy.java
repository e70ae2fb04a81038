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
 * A policy that writes a blank, one of a few words, each as likely as the others, and the end of
 * the line; greedy it always writes the first. The draw belongs to the position of the word.
 */
public final class WalkPolicy implements Generator {

    private final List<String> words;
    private final Letters letters;
    private final List<Integer> batchSizes = new ArrayList<>();

    /** A policy of these words; the word "end" is the end token, which ends the response. */
    public WalkPolicy(String... words) {
        this.words = List.of(words);
        this.letters = new Letters(words);
    }

    /** The tokenizer that knows its words. */
    public Letters letters() {
        return letters;
    }

    /** Number of items of each call so far. */
    public List<Integer> batchSizes() {
        return List.copyOf(batchSizes);
    }

    @Override
    public List<Completion> generate(Batch batch) {
        batchSizes.add(batch.items().size());
        boolean greedy = batch.sampler().temperature() == 0;
        return batch.items().stream().map(item -> complete(item, greedy, batch.stop())).toList();
    }

    private Completion complete(Item item, boolean greedy, StopRule stop) {
        int start = item.prefix().size();
        int word =
                greedy ? 0 : new Seed(item.seed()).child(start + 1).random().nextInt(words.size());
        boolean ends = words.get(word).equals("end");
        int[] whole =
                ends ? new int[] {' ', Letters.END} : new int[] {' ', Letters.WORDS + word, '\n'};
        int room = stop.maxLength() > 0 ? stop.maxLength() - start : Integer.MAX_VALUE;
        int written = Math.min(whole.length, Math.min(room, stop.maxNewTokens()));
        IntVector tokens = IntVector.of(whole).slice(0, written);
        float[] logProbs = new float[written];
        if (written > 1) {
            logProbs[1] = (float) -Math.log(words.size());
        }
        FinishReason reason = ends ? FinishReason.END_TOKEN : FinishReason.STEP_END;
        return new Completion(
                item.id(),
                tokens,
                FloatVector.of(logProbs),
                IntVector.of(start + written),
                letters.text(tokens),
                written < whole.length ? FinishReason.LENGTH : reason);
    }
}
