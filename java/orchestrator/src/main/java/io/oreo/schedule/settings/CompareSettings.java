package io.oreo.schedule.settings;

/**
 * What {@code ./oreo compare} does with a run file.
 *
 * @param seeds how many seeds; the first is the run's own, the others count on from it
 */
public record CompareSettings(int seeds) {

    void check(Checks checks) {
        checks.between("seeds", seeds, 1, 100);
    }
}
