package io.oreo.alfworld.python;

import io.oreo.alfworld.planner.Planner;
import io.oreo.alfworld.python.PythonException.Kind;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.CancellationException;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.stream.Collectors;
import org.graalvm.polyglot.Context;
import org.graalvm.polyglot.Engine;
import org.graalvm.polyglot.HostAccess;
import org.graalvm.polyglot.PolyglotException;
import org.graalvm.polyglot.Value;
import org.graalvm.polyglot.io.FileSystem;
import org.graalvm.polyglot.io.IOAccess;

/**
 * One GraalPy context with ALFWorld's modules, on a platform thread of its own.
 *
 * <p>Any thread may call; calls run one after another. The caller watches the clock and the heap
 * and ends a context that uses too much of either.
 */
final class PythonContext {

    /** Beyond this part of the heap, after a collection, the running call is given up. */
    private static final double HEAP_LIMIT = 0.9;

    private static final Duration WATCH = Duration.ofMillis(200);

    private final PythonSetup setup;
    private final ExecutorService thread;
    private final Context context;
    private final Planner planner;
    private volatile boolean broken;
    private boolean closed;

    private PythonContext(PythonSetup setup, Engine engine, Planner planner) {
        this.setup = setup;
        this.planner = planner;
        thread =
                Executors.newSingleThreadExecutor(
                        Thread.ofPlatform().daemon().name("alfworld-python-", 0).factory());
        context =
                Context.newBuilder("python")
                        .engine(engine)
                        .allowIO(files(setup))
                        .allowCreateThread(true)
                        .allowHostAccess(HostAccess.EXPLICIT)
                        .allowNativeAccess(false)
                        .option(
                                "python.PythonPath",
                                setup.path().stream()
                                        .map(path -> path.toAbsolutePath().toString())
                                        .collect(
                                                Collectors.joining(
                                                        System.getProperty("path.separator"))))
                        .build();
    }

    /** Python reads its own modules, writes nothing, and has no sockets. */
    private static IOAccess files(PythonSetup setup) {
        List<Path> own =
                setup.path().stream().map(path -> path.toAbsolutePath().normalize()).toList();
        FileSystem reading = FileSystem.newReadOnlyFileSystem(FileSystem.newDefaultFileSystem());
        FileSystem modules =
                FileSystem.newCompositeFileSystem(
                        FileSystem.newDenyIOFileSystem(),
                        FileSystem.Selector.of(
                                reading,
                                path ->
                                        own.stream()
                                                .anyMatch(
                                                        root -> onTheWay(path.normalize(), root))));
        return IOAccess.newBuilder()
                .fileSystem(FileSystem.allowInternalResourceAccess(modules))
                .build();
    }

    /** Below a folder, or one of the folders that lead to it, which Python resolves links in. */
    private static boolean onTheWay(Path path, Path root) {
        return path.startsWith(root) || root.startsWith(path);
    }

    /**
     * A context with everything imported.
     *
     * @param planner what steps its games; it is closed with the context
     * @throws PythonException if that fails or takes too long
     */
    static PythonContext start(PythonSetup setup, Engine engine, Planner planner) {
        setup.check();
        PythonContext context = new PythonContext(setup, engine, planner);
        try {
            context.run(
                    () -> {
                        context.context.eval("python", "import oreo_alfworld.host as host");
                        Value start = context.context.eval("python", "host.start");
                        return start.execute(new PlannerHost(planner)).asString();
                    },
                    setup.startLimit());
        } catch (PythonException e) {
            context.close();
            throw e;
        }
        return context;
    }

    /**
     * Calls a function of {@code oreo_alfworld.host}.
     *
     * @throws PythonException if it fails; the context is broken then
     */
    String call(String function, String... arguments) {
        return run(
                () ->
                        context.eval("python", "host." + function)
                                .execute((Object[]) arguments)
                                .asString(),
                setup.callLimit());
    }

    boolean broken() {
        return broken;
    }

    private String run(Callable<String> action, Duration limit) {
        if (broken) {
            throw new PythonException(Kind.BROKEN, "this Python context has ended");
        }
        Future<String> answer = thread.submit(() -> guarded(action));
        long end = System.nanoTime() + limit.toNanos();
        while (true) {
            try {
                return answer.get(WATCH.toMillis(), TimeUnit.MILLISECONDS);
            } catch (TimeoutException e) {
                if (System.nanoTime() - end > 0) {
                    throw ended(
                            Kind.TIMEOUT,
                            "Python gave no answer within " + limit.toSeconds() + " s");
                }
                if (Heap.usedAfterCollection() > HEAP_LIMIT) {
                    throw ended(Kind.MEMORY, "Python filled the heap; give the JVM more with -Xmx");
                }
            } catch (ExecutionException e) {
                broken = true;
                if (e.getCause() instanceof PythonException named) {
                    throw named;
                }
                throw new PythonException(Kind.BROKEN, "GraalPy failed: " + e.getCause());
            } catch (InterruptedException e) {
                close();
                Thread.currentThread().interrupt();
                throw new CancellationException("interrupted while Python was running");
            }
        }
    }

    private PythonException ended(Kind kind, String message) {
        close();
        return new PythonException(kind, message);
    }

    /** Runs on the context's thread; nothing polyglot leaves it, not even an exception. */
    private static String guarded(Callable<String> action) throws Exception {
        try {
            return action.call();
        } catch (PolyglotException e) {
            Kind kind = Kind.BROKEN;
            if (e.isResourceExhausted()) {
                kind = Kind.MEMORY;
            } else if (e.isGuestException()) {
                kind = Kind.RAISED;
            }
            throw new PythonException(kind, told(e));
        } catch (OutOfMemoryError e) {
            throw new PythonException(Kind.MEMORY, "Python filled the heap: " + e.getMessage());
        } catch (StackOverflowError e) {
            throw new PythonException(Kind.RAISED, "Python called itself too deeply");
        }
    }

    private static String told(PolyglotException e) {
        String message = String.valueOf(e.getMessage());
        message = message.length() <= 500 ? message : message.substring(0, 500) + "…";
        for (PolyglotException.StackFrame frame : e.getPolyglotStackTrace()) {
            if (frame.isGuestFrame() && frame.getSourceLocation() != null) {
                return "%s (in %s, line %d)"
                        .formatted(
                                message,
                                frame.getSourceLocation().getSource().getName(),
                                frame.getSourceLocation().getStartLine());
            }
        }
        return message;
    }

    /** Ends the context, also in the middle of a call. */
    synchronized void close() {
        if (closed) {
            return;
        }
        closed = true;
        broken = true;
        try {
            context.close(true);
        } catch (PolyglotException | IllegalStateException e) {
            System.getLogger(PythonContext.class.getName())
                    .log(System.Logger.Level.DEBUG, "a Python context ended with {0}", e);
        }
        thread.execute(planner::close); // behind a native call that cannot be broken off
        thread.shutdown();
    }
}
