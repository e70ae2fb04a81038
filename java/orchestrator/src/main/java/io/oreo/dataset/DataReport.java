package io.oreo.dataset;

import com.fasterxml.jackson.annotation.JsonInclude;
import io.oreo.trajectory.FinishReason;
import io.oreo.trajectory.Outcome;
import io.oreo.trajectory.Trajectory;
import java.util.ArrayList;
import java.util.Collections;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;

/**
 * What became of the rows of a dataset.
 *
 * @param rows rows that were read
 * @param attempts attempts in these rows; a preference row holds two, an unreadable row counts one
 * @param used attempts that became trajectories to train on
 * @param truncated of the used ones, truncated by the limit on tokens when they were written
 * @param dropped the others, by reason
 * @param remarks what is to be known of the used ones, with the number of attempts
 */
public record DataReport(
        int rows,
        int attempts,
        int used,
        int truncated,
        Map<DropReason, Dropped> dropped,
        @JsonInclude(JsonInclude.Include.NON_EMPTY) Map<Remark, Integer> remarks) {

    /** Examples that are kept for each reason. */
    public static final int MAX_EXAMPLES = 3;

    public DataReport {
        dropped = Collections.unmodifiableMap(copy(dropped));
        EnumMap<Remark, Integer> ordered = new EnumMap<>(Remark.class);
        ordered.putAll(remarks);
        remarks = Collections.unmodifiableMap(ordered);
        int lost = dropped.values().stream().mapToInt(Dropped::count).sum();
        if (attempts != used + lost || truncated > used) {
            throw new IllegalArgumentException("the counts of a data report do not add up");
        }
    }

    /** What is to be known of attempts that are used. */
    public enum Remark {
        /** Texts that spell control tokens. */
        SPELLED("spell out control tokens, which are text there"),
        /** Prompts that are rendered and hold control tokens. */
        RENDERED("hold control tokens in their rendered prompts"),
        /** Chats of which the last turns are learned. */
        LAST_TURNS(
                "are learned from their last question or answer alone, because the chat template"
                        + " rewrites earlier turns");

        private final String text;

        Remark(String text) {
            this.text = text;
        }

        /** What the attempts do, in words. */
        public String text() {
            return text;
        }
    }

    /**
     * Drops of one reason.
     *
     * @param count how many
     * @param examples the first few
     */
    public record Dropped(int count, List<Example> examples) {
        public Dropped {
            examples = List.copyOf(examples);
        }
    }

    /**
     * One drop.
     *
     * @param where file, or dataset
     * @param line line of the file or row of the dataset, from 1
     * @param what what is wrong there
     */
    public record Example(String where, int line, String what) {}

    /** A report on trajectories that are stored already. */
    public static DataReport of(String where, List<Trajectory> trajectories) {
        Builder report = new Builder();
        for (int i = 0; i < trajectories.size(); i++) {
            Trajectory trajectory = trajectories.get(i);
            report.row();
            if (trajectory.outcome() instanceof Outcome.Broken broken) {
                report.drop(DropReason.BROKEN, new Example(where, i + 1, broken.why()));
            } else {
                report.use(trajectory);
            }
        }
        return report.build();
    }

    /** Attempts that were dropped. */
    public int droppedCount() {
        return attempts - used;
    }

    /**
     * Stops when too much was dropped or nothing is left.
     *
     * @param share largest share of dropped attempts that is accepted, 0 to 1
     * @throws DatasetException naming the reasons with an example each
     */
    public void requireDroppedAtMost(double share) {
        if (attempts == 0) {
            throw new DatasetException("No rows were found; give a file with at least one row.");
        }
        if (used == 0 || droppedCount() > share * attempts) {
            throw new DatasetException(
                    "%d of %d attempts were dropped (at most %.0f %% are accepted):%n%s"
                            .formatted(
                                    droppedCount(),
                                    attempts,
                                    100 * share,
                                    String.join(System.lineSeparator(), lines())));
        }
    }

    /** The drops in words, one line a reason. */
    public List<String> lines() {
        List<String> lines = new ArrayList<>();
        dropped.forEach(
                (reason, drops) -> {
                    StringBuilder line =
                            new StringBuilder("%d: %s".formatted(drops.count, reason.text()));
                    for (Example example : drops.examples) {
                        line.append(
                                "; %s:%d %s".formatted(example.where, example.line, example.what));
                    }
                    lines.add(line.append(" (" + reason.mend() + ")").toString());
                });
        return lines;
    }

    /** The remarks in words, one line each. */
    public List<String> remarkLines() {
        return remarks.entrySet().stream()
                .map(each -> "%,d attempts %s".formatted(each.getValue(), each.getKey().text()))
                .toList();
    }

    private static EnumMap<DropReason, Dropped> copy(Map<DropReason, Dropped> dropped) {
        EnumMap<DropReason, Dropped> copy = new EnumMap<>(DropReason.class);
        copy.putAll(dropped);
        return copy;
    }

    /** Counts while rows go by. Not thread-safe. */
    public static final class Builder {

        private final Map<DropReason, List<Example>> examples = new EnumMap<>(DropReason.class);
        private final Map<DropReason, Integer> counts = new EnumMap<>(DropReason.class);
        private final Map<Remark, Integer> remarks = new EnumMap<>(Remark.class);
        private int rows;
        private int used;
        private int truncated;

        /** A row was read. */
        public void row() {
            rows++;
        }

        /** Rows that were read so far. */
        public int rows() {
            return rows;
        }

        /** An attempt is used. */
        public void use(Trajectory trajectory) {
            used++;
            truncated += trajectory.finishReason() == FinishReason.LENGTH ? 1 : 0;
        }

        /** Something is to be known of an attempt that is used. */
        public void remark(Remark remark) {
            remarks.merge(remark, 1, Integer::sum);
        }

        /** An attempt, or a whole unreadable row, is dropped. */
        public void drop(DropReason reason, Example example) {
            counts.merge(reason, 1, Integer::sum);
            List<Example> kept = examples.computeIfAbsent(reason, _ -> new ArrayList<>());
            if (kept.size() < MAX_EXAMPLES) {
                kept.add(example);
            }
        }

        /** The report so far. */
        public DataReport build() {
            Map<DropReason, Dropped> dropped = new EnumMap<>(DropReason.class);
            counts.forEach(
                    (reason, count) ->
                            dropped.put(
                                    reason,
                                    new Dropped(count, examples.getOrDefault(reason, List.of()))));
            int lost = counts.values().stream().mapToInt(Integer::intValue).sum();
            return new DataReport(rows, used + lost, used, truncated, dropped, remarks);
        }
    }
}
