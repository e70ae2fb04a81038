package io.oreo.alfworld.planner;

import static java.lang.foreign.ValueLayout.ADDRESS;
import static java.lang.foreign.ValueLayout.JAVA_BOOLEAN;
import static java.lang.foreign.ValueLayout.JAVA_BYTE;
import static java.lang.foreign.ValueLayout.JAVA_INT;
import static java.lang.foreign.ValueLayout.JAVA_LONG;

import io.oreo.alfworld.planning.SasTask;
import java.lang.foreign.Arena;
import java.lang.foreign.FunctionDescriptor;
import java.lang.foreign.Linker;
import java.lang.foreign.MemoryLayout;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.SymbolLookup;
import java.lang.invoke.MethodHandle;
import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * One loaded copy of libdownward, which holds one task in global variables of its own. The
 * functions and structures are those of {@code src/search/interface.cc} in fast-downward-textworld
 * 20.6.4.
 *
 * <p>The library ends the process over a task that it does not like, and overruns its buffers over
 * a long name; {@link TaskLimits} refuses such tasks before.
 */
final class NativePlanner implements Planner {

    /** How TextWorld reads names, whatever they were written in. */
    private static final Charset NAMES = Charset.forName("windows-1252");

    /** {@code struct Atom_t { char name[1024]; }}. */
    private static final long ATOM = TaskLimits.NAME_BYTES;

    /** {@code struct Operator_t { int id; char name[1024]; int nb_effect_atoms; }}. */
    private static final long OPERATOR = Integer.BYTES + TaskLimits.NAME_BYTES + Integer.BYTES;

    private final Consumer<NativePlanner> whenClosed;
    private final MethodHandle loadSas;
    private final MethodHandle cleanup;
    private final MethodHandle getState;
    private final MethodHandle countOperators;
    private final MethodHandle getOperators;
    private final MethodHandle applyOperator;
    private final MethodHandle checkGoal;
    private int variables = -1;
    private int[] effectCounts = {};

    /**
     * Binds a loaded copy.
     *
     * @param whenClosed gets this planner when it is free for another task
     * @throws java.util.NoSuchElementException if the library lacks a function
     */
    NativePlanner(SymbolLookup library, Consumer<NativePlanner> whenClosed) {
        this.whenClosed = whenClosed;
        loadSas = bind(library, "load_sas", JAVA_INT, ADDRESS);
        cleanup = bind(library, "cleanup", null);
        getState = bind(library, "get_state", null, ADDRESS);
        countOperators = bind(library, "get_applicable_operators_count", JAVA_INT);
        getOperators = bind(library, "get_applicable_operators", null, ADDRESS);
        applyOperator = bind(library, "apply_operator", JAVA_LONG, JAVA_LONG, ADDRESS);
        checkGoal = bind(library, "check_goal", JAVA_BOOLEAN);
    }

    @SuppressWarnings("restricted")
    private static MethodHandle bind(
            SymbolLookup library,
            String function,
            @Nullable MemoryLayout result,
            MemoryLayout... arguments) {
        FunctionDescriptor descriptor =
                result == null
                        ? FunctionDescriptor.ofVoid(arguments)
                        : FunctionDescriptor.of(result, arguments);
        return Linker.nativeLinker().downcallHandle(library.findOrThrow(function), descriptor);
    }

    @Override
    public void load(SasTask task, String sas) {
        TaskLimits.check(task, sas);
        try (Arena arena = Arena.ofConfined()) {
            call(loadSas, arena.allocateFrom(sas, StandardCharsets.UTF_8));
        }
        variables = task.variables().size();
        effectCounts = task.operators().stream().mapToInt(o -> o.effects().size()).toArray();
    }

    @Override
    public List<String> state() {
        requireTask();
        try (Arena arena = Arena.ofConfined()) {
            MemorySegment atoms = arena.allocate(ATOM * variables);
            call(getState, atoms);
            return names(atoms, variables);
        }
    }

    @Override
    public List<Applicable> applicable() {
        requireTask();
        int count = (int) call(countOperators);
        List<Applicable> found = new ArrayList<>();
        try (Arena arena = Arena.ofConfined()) {
            MemorySegment segment = arena.allocate(OPERATOR * count, Integer.BYTES);
            call(getOperators, segment);
            for (long at = 0; at < segment.byteSize(); at += OPERATOR) {
                found.add(
                        new Applicable(
                                segment.get(JAVA_INT, at),
                                name(segment, at + Integer.BYTES),
                                segment.get(JAVA_INT, at + Integer.BYTES + ATOM)));
            }
        }
        return found;
    }

    @Override
    public List<String> apply(int operator) {
        requireTask();
        int effects = effectCounts[operator];
        try (Arena arena = Arena.ofConfined()) {
            MemorySegment atoms = arena.allocate(ATOM * effects);
            call(applyOperator, (long) operator, atoms);
            return names(atoms, effects);
        }
    }

    @Override
    public boolean goal() {
        requireTask();
        return (boolean) call(checkGoal);
    }

    @Override
    public void close() {
        variables = -1;
        call(cleanup);
        whenClosed.accept(this);
    }

    private void requireTask() {
        if (variables < 0) {
            throw new IllegalStateException("no task is loaded");
        }
    }

    private static List<String> names(MemorySegment atoms, int count) {
        List<String> names = new ArrayList<>();
        for (int i = 0; i < count; i++) {
            names.add(name(atoms, ATOM * i));
        }
        return names;
    }

    /** The text of a buffer for a name, up to its closing zero. */
    private static String name(MemorySegment segment, long at) {
        byte[] bytes = segment.asSlice(at, TaskLimits.NAME_BYTES).toArray(JAVA_BYTE);
        int end = 0;
        while (end < bytes.length && bytes[end] != 0) {
            end++;
        }
        return new String(bytes, 0, end, NAMES);
    }

    private static Object call(MethodHandle function, Object... arguments) {
        try {
            return function.invokeWithArguments(arguments);
        } catch (RuntimeException | Error e) {
            throw e;
        } catch (Throwable e) {
            throw new IllegalStateException("libdownward cannot be called", e);
        }
    }
}
