package io.oreo.simulation;

import io.oreo.trajectory.Seed;
import java.util.Map;
import java.util.SplittableRandom;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * Decides what goes wrong in one life of the program. A decision belongs to what is asked and how
 * often it was asked before, not to who asks first, so threads do not change it. Thread-safe.
 */
final class Misfortune {

    /** What may go wrong with a call of a worker. */
    enum Fault {
        NONE,
        /** The worker is gone before it did anything. */
        DIES,
        /** It is gone after it did what was asked. */
        DIES_AFTERWARDS,
        /** It never answers. */
        HANGS,
        /** It does what was asked, but too late. */
        LATE,
        /** It does it twice. */
        TWICE,
        /** Its reply breaks the contract. */
        GARBAGE
    }

    private final Seed seed;
    private final double rate;
    private final Map<String, AtomicInteger> asked = new ConcurrentHashMap<>();
    private volatile boolean killed;

    /**
     * The misfortunes of a life.
     *
     * @param rate share of the moments at which something goes wrong
     */
    Misfortune(Seed seed, double rate) {
        this.seed = seed;
        this.rate = rate;
    }

    /** What happens to a call of a worker. */
    Fault ofCall(String call) {
        requireAlive(call);
        SplittableRandom draw = draw("call " + call);
        if (draw.nextDouble() >= rate) {
            return Fault.NONE;
        }
        int kind = draw.nextInt(20);
        return kind == 0 ? Fault.GARBAGE : Fault.values()[1 + kind % 5];
    }

    /** Whether something that is rarely asked happens. */
    boolean happens(String what) {
        return draw(what).nextDouble() < rate;
    }

    /** Kills the program at this moment, perhaps. */
    void mayKill(String where) {
        requireAlive(where);
        if (draw("kill " + where).nextDouble() < rate / 4) {
            killed = true;
            throw new Killed(where);
        }
    }

    /** Threads of a program that was killed do nothing more. */
    private void requireAlive(String where) {
        if (killed) {
            throw new Killed("before " + where);
        }
    }

    private SplittableRandom draw(String what) {
        int times = asked.computeIfAbsent(what, _ -> new AtomicInteger()).getAndIncrement();
        return seed.child(what).child(times).random();
    }
}
