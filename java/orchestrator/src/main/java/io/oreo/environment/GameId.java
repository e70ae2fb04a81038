package io.oreo.environment;

/** Identity of a game in its environment; for games in files, the path below their folder. */
public record GameId(String value) implements Comparable<GameId> {

    public GameId {
        if (value.isBlank()) {
            throw new IllegalArgumentException("a game's id is blank");
        }
    }

    @Override
    public int compareTo(GameId other) {
        return value.compareTo(other.value);
    }

    @Override
    public String toString() {
        return value;
    }
}
