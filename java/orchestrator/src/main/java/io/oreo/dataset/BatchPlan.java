package io.oreo.dataset;

import static java.util.Objects.requireNonNull;

import io.oreo.trajectory.IntVector;
import io.oreo.trajectory.Seed;
import java.util.Arrays;
import java.util.Comparator;
import java.util.SplittableRandom;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;

/**
 * Which sequences make up which batch, over all epochs of a training.
 *
 * <p>Idea: an epoch shuffles all sequences, cuts the shuffled list into windows of {@value
 * #WINDOW_BATCHES} batches, sorts each window by length, cuts it into batches and shuffles the
 * batches of the epoch. Batches then hold sequences of similar length, so that little is padding,
 * while neighbours in time stay random. The last batch of an epoch may be smaller; it takes its
 * turn among the others.
 *
 * <p>Batch n is a function of lengths, batch size, seed and n alone: a training that resumes at
 * batch n sees what an undisturbed one would. Thread-safe.
 */
public final class BatchPlan {

    /** Batches among which sequences of similar length are looked for. */
    static final int WINDOW_BATCHES = 16;

    private final IntVector lengths;
    private final int batchSize;
    private final int epochs;
    private final Seed seed;

    private volatile @Nullable Epoch latest;

    /**
     * @param lengths length of each sequence, or of the longer one of each pair
     * @param batchSize sequences (or pairs) a batch, at least 1
     * @param epochs how often every sequence is seen, at least 1
     * @param seed where the shuffles start
     */
    public BatchPlan(IntVector lengths, int batchSize, int epochs, Seed seed) {
        this.lengths = requireNonNull(lengths, "lengths is null");
        this.seed = requireNonNull(seed, "seed is null");
        if (batchSize < 1 || epochs < 1) {
            throw new IllegalArgumentException(
                    "batch size is %d and epochs %d; both must be at least 1"
                            .formatted(batchSize, epochs));
        }
        this.batchSize = batchSize;
        this.epochs = epochs;
    }

    /** Batches in all epochs together. */
    public int batches() {
        return Math.multiplyExact(batchesPerEpoch(), epochs);
    }

    /** Batches in one epoch. */
    public int batchesPerEpoch() {
        return Math.ceilDiv(lengths.size(), batchSize);
    }

    /** The epoch, from 0, that batch n belongs to. */
    public int epochOf(int number) {
        requireBatch(number);
        return number / batchesPerEpoch();
    }

    /** Positions in the list of lengths of the sequences of batch n, shortest first. */
    public IntVector batch(int number) {
        int epochNumber = epochOf(number);
        Epoch epoch = latest;
        if (epoch == null || epoch.number != epochNumber) {
            epoch = epoch(epochNumber);
            latest = epoch;
        }
        return epoch.batches[number % batchesPerEpoch()];
    }

    private Epoch epoch(int number) {
        SplittableRandom random = seed.child("epoch").child(number).random();
        int[] order = IntStream.range(0, lengths.size()).toArray();
        shuffle(order, random);
        int window = Math.multiplyExact(batchSize, WINDOW_BATCHES);
        for (int start = 0; start < order.length; start += window) {
            sortByLength(order, start, Math.min(order.length, start + window));
        }
        int[] turns = IntStream.range(0, batchesPerEpoch()).toArray();
        shuffle(turns, random);
        IntVector[] batches = new IntVector[turns.length];
        for (int i = 0; i < turns.length; i++) {
            int start = turns[i] * batchSize;
            int end = Math.min(order.length, start + batchSize);
            batches[i] = IntVector.of(Arrays.copyOfRange(order, start, end));
        }
        return new Epoch(number, batches);
    }

    private void sortByLength(int[] order, int start, int end) {
        int[] sorted =
                Arrays.stream(order, start, end)
                        .boxed()
                        .sorted(Comparator.comparingInt(lengths::get))
                        .mapToInt(Integer::intValue)
                        .toArray();
        System.arraycopy(sorted, 0, order, start, sorted.length);
    }

    private void requireBatch(int number) {
        if (number < 0 || number >= batches()) {
            throw new IndexOutOfBoundsException(
                    "batch %d of a plan of %d batches".formatted(number, batches()));
        }
    }

    /** Fisher and Yates, from the end. */
    private static void shuffle(int[] values, SplittableRandom random) {
        for (int i = values.length - 1; i > 0; i--) {
            int j = random.nextInt(i + 1);
            int swapped = values[i];
            values[i] = values[j];
            values[j] = swapped;
        }
    }

    private static final class Epoch {
        final int number;
        final IntVector[] batches;

        Epoch(int number, IntVector[] batches) {
            this.number = number;
            this.batches = batches;
        }
    }
}
