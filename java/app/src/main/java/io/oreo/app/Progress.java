package io.oreo.app;

import io.oreo.run.RunListener;
import java.io.Console;
import java.io.PrintStream;
import java.util.Locale;
import java.util.Optional;
import java.util.function.LongSupplier;

/**
 * Shows how a run goes on: at a terminal one line that is redrawn, elsewhere a line at the
 * beginning and end of each piece of work and twice a minute in between.
 */
public final class Progress implements RunListener {

    private static final long REDRAW_NANOS = 200_000_000L;
    private static final long LOG_NANOS = 30_000_000_000L;
    private static final int WIDTH_MAX = 110;

    private final PrintStream out;
    private final boolean terminal;
    private final LongSupplier nanos;

    private String what = "";
    private String unit = "";
    private String detail = "";
    private long before;
    private long done;
    private long total;
    private long startedAt;
    private long shownAt;
    private int shownWidth;

    /**
     * @param terminal whether a line can be redrawn
     * @param nanos a clock that only goes forward
     */
    public Progress(PrintStream out, boolean terminal, LongSupplier nanos) {
        this.out = out;
        this.terminal = terminal;
        this.nanos = nanos;
    }

    /** On standard error, so that standard output holds results only. */
    public static Progress onStandardError() {
        boolean terminal =
                Optional.ofNullable(System.console()).filter(Console::isTerminal).isPresent()
                        && !"dumb".equals(System.getenv("TERM"));
        return new Progress(System.err, terminal, System::nanoTime);
    }

    @Override
    public void started(String newWork, String newUnit, long alreadyDone, long newTotal) {
        what = newWork;
        unit = newUnit;
        detail = "";
        before = alreadyDone;
        done = alreadyDone;
        total = newTotal;
        startedAt = nanos.getAsLong();
        shownAt = startedAt;
        if (terminal) {
            redraw();
        } else {
            out.println(line());
        }
    }

    @Override
    public void advanced(long more, String newDetail) {
        done += more;
        detail = newDetail;
        long now = nanos.getAsLong();
        if (now - shownAt < (terminal ? REDRAW_NANOS : LOG_NANOS)) {
            return;
        }
        shownAt = now;
        if (terminal) {
            redraw();
        } else {
            out.println(line());
        }
    }

    @Override
    public void finished(String summary) {
        clear();
        String time = duration((nanos.getAsLong() - startedAt) / 1e9);
        out.println(
                summary.isBlank()
                        ? "%s: done in %s".formatted(what, time)
                        : "%s: %s (%s)".formatted(what, summary, time));
    }

    @Override
    public void note(String text) {
        clear();
        out.println(text);
        if (terminal && total > 0 && done < total) {
            redraw();
        }
    }

    private void redraw() {
        String line = line();
        String cut = line.length() > WIDTH_MAX ? line.substring(0, WIDTH_MAX) : line;
        out.print("\r" + cut + " ".repeat(Math.max(0, shownWidth - cut.length())));
        out.flush();
        shownWidth = cut.length();
    }

    private void clear() {
        if (shownWidth > 0) {
            out.print("\r" + " ".repeat(shownWidth) + "\r");
            shownWidth = 0;
        }
    }

    private String line() {
        StringBuilder line = new StringBuilder(what);
        boolean known = total > 0;
        line.append(
                known
                        ? String.format(Locale.ROOT, ": %,d/%,d %s", done, total, unit)
                        : String.format(Locale.ROOT, ": %,d %s", done, unit));
        double seconds = (nanos.getAsLong() - startedAt) / 1e9;
        if (done > before && seconds > 0) {
            double rate = (done - before) / seconds;
            line.append(String.format(Locale.ROOT, rate < 10 ? ", %.1f/s" : ", %,.0f/s", rate));
            if (known) {
                line.append(", ").append(duration((total - done) / rate)).append(" left");
            }
        }
        return detail.isBlank() ? line.toString() : line + ", " + detail;
    }

    /** A duration for people: {@code 42 s}, {@code 3 min 5 s}, {@code 2 h 10 min}. */
    static String duration(double seconds) {
        long whole = Math.round(seconds);
        if (whole < 60) {
            return seconds < 9.5
                    ? String.format(Locale.ROOT, "%.1f s", seconds)
                    : "%d s".formatted(whole);
        }
        return whole < 3600
                ? "%d min %d s".formatted(whole / 60, whole % 60)
                : "%d h %d min".formatted(whole / 3600, whole % 3600 / 60);
    }
}
