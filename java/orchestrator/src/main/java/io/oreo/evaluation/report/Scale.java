package io.oreo.evaluation.report;

import java.util.ArrayList;
import java.util.List;

/**
 * Where a figure lies in a drawing.
 *
 * @param low figure at {@code start}
 * @param high figure at {@code end}, above {@code low}
 * @param start pixel
 * @param end pixel
 */
record Scale(double low, double high, double start, double end) {

    /** A scale that holds all figures, from a round number to a round number. */
    static Scale around(double lowest, double highest, double start, double end) {
        double room = highest > lowest ? highest - lowest : Math.max(1e-9, Math.abs(highest));
        double step = step(room, 4);
        double low = Math.floor(lowest / step) * step;
        double high = Math.ceil(highest / step) * step;
        return new Scale(low, high > low ? high : low + step, start, end);
    }

    double at(double figure) {
        return start + (end - start) * (figure - low) / (high - low);
    }

    /** About so many round figures from low to high. */
    List<Double> ticks(int about) {
        double step = step(high - low, about);
        List<Double> ticks = new ArrayList<>();
        for (long i = (long) Math.ceil(low / step - 1e-9); i * step <= high + step * 1e-9; i++) {
            ticks.add(i * step);
        }
        return ticks;
    }

    /** 1, 2 or 5 times a power of ten. */
    private static double step(double range, int about) {
        double rough = range / about;
        double power = Math.pow(10, Math.floor(Math.log10(rough)));
        double factor = rough / power;
        double round = 10;
        if (factor <= 1) {
            round = 1;
        } else if (factor <= 2) {
            round = 2;
        } else if (factor <= 5) {
            round = 5;
        }
        return round * power;
    }
}
