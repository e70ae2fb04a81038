package io.oreo.trajectory;

/** Identity of a problem, unique in its task. */
public record ProblemId(String value) implements Comparable<ProblemId> {

    public ProblemId {
        if (value.isBlank()) {
            throw new IllegalArgumentException("a problem's id is blank");
        }
    }

    @Override
    public int compareTo(ProblemId other) {
        return value.compareTo(other.value);
    }

    @Override
    public String toString() {
        return value;
    }
}
