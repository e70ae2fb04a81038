package io.oreo.schedule;

import io.oreo.dataset.SelectionCounts;
import io.oreo.dataset.Selections;
import io.oreo.trajectory.IntVector;
import io.oreo.trajectory.Trajectory;
import io.oreo.worker.Trainer;
import io.oreo.worker.Trainer.NamedSequence;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** What a training learns from, in the order of the dataset; a batch takes some of its places. */
sealed interface TrainingData {

    /** How the data were selected. */
    SelectionCounts counts();

    /** Length of each sequence, or of the longer one of each pair: what a plan sorts by. */
    IntVector lengths();

    /** The batch of these places. */
    Trainer.TrainingBatch batch(int number, IntVector places);

    /** What one place is, in the plural. */
    String unit();

    /** Sequences or pairs. */
    default int size() {
        return lengths().size();
    }

    /** For reports: what was looked at, and what was taken of it. */
    default Report report() {
        return new Report(unit(), counts());
    }

    /**
     * The report on a selection.
     *
     * @param unit what was taken
     * @param counts how many, of how many
     */
    record Report(String unit, SelectionCounts counts) {}

    /** Trajectories, each for itself. */
    record Sequences(List<Trajectory> trajectories, SelectionCounts counts)
            implements TrainingData {

        public Sequences {
            trajectories = List.copyOf(trajectories);
        }

        static Sequences of(Selections.Selection selection) {
            return new Sequences(selection.trajectories(), selection.counts());
        }

        @Override
        public IntVector lengths() {
            return IntVector.of(trajectories.stream().mapToInt(t -> t.tokens().size()).toArray());
        }

        @Override
        public Trainer.TrainingBatch batch(int number, IntVector places) {
            return new Trainer.TrainingBatch(
                    number,
                    places.stream().mapToObj(trajectories::get).map(TrainingData::named).toList(),
                    List.of());
        }

        @Override
        public String unit() {
            return "sequences";
        }
    }

    /** Pairs of a correct and an incorrect attempt. */
    record Preferences(List<Selections.Pair> pairs, SelectionCounts counts)
            implements TrainingData {

        public Preferences {
            pairs = List.copyOf(pairs);
        }

        static Preferences of(Selections.Pairs selected) {
            return new Preferences(selected.pairs(), selected.counts());
        }

        @Override
        public IntVector lengths() {
            return IntVector.of(
                    pairs.stream()
                            .mapToInt(
                                    pair ->
                                            Math.max(
                                                    pair.chosen().tokens().size(),
                                                    pair.rejected().tokens().size()))
                            .toArray());
        }

        /** A sequence that stands in several pairs of the batch is sent once. */
        @Override
        public Trainer.TrainingBatch batch(int number, IntVector places) {
            Map<String, Integer> sent = new LinkedHashMap<>();
            List<NamedSequence> sequences = new ArrayList<>();
            List<Trainer.PreferencePair> inBatch = new ArrayList<>();
            for (int place : places.toArray()) {
                Selections.Pair pair = pairs.get(place);
                inBatch.add(
                        new Trainer.PreferencePair(
                                position(pair.chosen(), sent, sequences),
                                position(pair.rejected(), sent, sequences)));
            }
            return new Trainer.TrainingBatch(number, sequences, inBatch);
        }

        private static int position(
                Trajectory trajectory, Map<String, Integer> sent, List<NamedSequence> sequences) {
            return sent.computeIfAbsent(
                    trajectory.id(),
                    _ -> {
                        sequences.add(named(trajectory));
                        return sequences.size() - 1;
                    });
        }

        @Override
        public String unit() {
            return "pairs";
        }
    }

    private static NamedSequence named(Trajectory trajectory) {
        return new NamedSequence(trajectory.id(), trajectory.tokens());
    }
}
