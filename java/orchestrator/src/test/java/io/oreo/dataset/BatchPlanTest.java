package io.oreo.dataset;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.oreo.trajectory.IntVector;
import io.oreo.trajectory.Seed;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import org.junit.jupiter.api.Test;

class BatchPlanTest {

    @Property(tries = 200)
    void every_sequence_is_seen_once_an_epoch(
            @ForAll @IntRange(min = 1, max = 200) int sequences,
            @ForAll @IntRange(min = 1, max = 40) int batchSize,
            @ForAll @IntRange(min = 1, max = 3) int epochs,
            @ForAll long seed) {
        BatchPlan plan = new BatchPlan(lengths(sequences), batchSize, epochs, new Seed(seed));

        for (int epoch = 0; epoch < epochs; epoch++) {
            List<Integer> seen = new ArrayList<>();
            for (int i = 0; i < plan.batchesPerEpoch(); i++) {
                int number = epoch * plan.batchesPerEpoch() + i;
                IntVector batch = plan.batch(number);
                assertTrue(batch.size() >= 1 && batch.size() <= batchSize);
                assertEquals(epoch, plan.epochOf(number));
                batch.stream().forEach(seen::add);
            }
            assertEquals(
                    IntStream.range(0, sequences).boxed().toList(),
                    seen.stream().sorted().toList());
        }
    }

    @Property(tries = 100)
    void a_batch_is_a_function_of_its_number_whatever_was_asked_before(
            @ForAll @IntRange(min = 1, max = 100) int sequences,
            @ForAll @IntRange(min = 1, max = 20) int batchSize,
            @ForAll long seed,
            @ForAll @IntRange(max = 10_000) int draw) {
        BatchPlan walked = new BatchPlan(lengths(sequences), batchSize, 3, new Seed(seed));
        List<IntVector> inOrder =
                IntStream.range(0, walked.batches()).mapToObj(walked::batch).toList();
        int number = draw % walked.batches();
        BatchPlan resumed = new BatchPlan(lengths(sequences), batchSize, 3, new Seed(seed));

        assertEquals(inOrder.get(number), resumed.batch(number));
        assertEquals(inOrder.getFirst(), resumed.batch(0));
    }

    @Test
    void another_seed_and_another_epoch_give_another_order() {
        BatchPlan plan = new BatchPlan(lengths(100), 10, 2, new Seed(1));
        BatchPlan other = new BatchPlan(lengths(100), 10, 2, new Seed(2));

        assertNotEquals(plan.batch(0), other.batch(0));
        assertNotEquals(epoch(plan, 0), epoch(plan, 1));
    }

    @Test
    void a_batch_holds_sequences_of_similar_length() {
        BatchPlan plan = new BatchPlan(lengths(640), 10, 1, new Seed(3));
        double spread = 0;
        for (int number = 0; number < plan.batches(); number++) {
            IntVector batch = plan.batch(number);
            spread += length(batch.last()) - length(batch.get(0));
        }
        double mean = spread / plan.batches();
        assertTrue(mean < 15, "lengths go from 0 to 99; in a batch they differ by " + mean);
    }

    @Test
    void impossible_plans_and_batches_are_refused() {
        assertThrows(
                IllegalArgumentException.class, () -> new BatchPlan(lengths(3), 0, 1, new Seed(1)));
        BatchPlan plan = new BatchPlan(lengths(3), 2, 1, new Seed(1));
        assertThrows(IndexOutOfBoundsException.class, () -> plan.batch(2));
        assertThrows(IndexOutOfBoundsException.class, () -> plan.batch(-1));
    }

    private static List<IntVector> epoch(BatchPlan plan, int epoch) {
        return IntStream.range(0, plan.batchesPerEpoch())
                .mapToObj(i -> plan.batch(epoch * plan.batchesPerEpoch() + i))
                .toList();
    }

    private static IntVector lengths(int sequences) {
        return IntVector.of(IntStream.range(0, sequences).map(BatchPlanTest::length).toArray());
    }

    private static int length(int sequence) {
        return sequence * 37 % 100;
    }
}
