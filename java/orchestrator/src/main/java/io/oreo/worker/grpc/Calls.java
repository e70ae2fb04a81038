package io.oreo.worker.grpc;

import io.grpc.Channel;
import io.grpc.StatusException;
import io.grpc.stub.AbstractStub;
import io.grpc.stub.BlockingClientCall;
import io.oreo.worker.WorkerException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.Consumer;
import java.util.function.Function;

/** Makes every call to a worker: deadline, interruption, failure. */
final class Calls {

    private final Channel channel;
    private final Deadlines deadlines;

    Calls(Channel channel, Deadlines deadlines) {
        this.channel = channel;
        this.deadlines = deadlines;
    }

    Deadlines deadlines() {
        return deadlines;
    }

    /** A call with one reply. */
    interface Unary<S, R> {
        R on(S stub) throws StatusException;
    }

    /** A call with a stream of replies. */
    interface Streaming<S, R> {
        BlockingClientCall<?, R> on(S stub) throws StatusException;
    }

    /** Makes a call with one reply. */
    <S extends AbstractStub<S>, R> R unary(
            String name, Function<Channel, S> stub, Duration deadline, Unary<S, R> call) {
        try {
            R reply = call.on(within(stub, deadline));
            if (Thread.currentThread().isInterrupted()) {
                throw Failures.interrupted(name);
            }
            return reply;
        } catch (StatusException failed) {
            throw failure(name, failed);
        }
    }

    /** Makes a call and collects what all its replies hold. */
    <S extends AbstractStub<S>, R, T> List<T> collect(
            String name,
            Function<Channel, S> stub,
            Streaming<S, R> call,
            Function<R, List<T>> content) {
        List<T> all = new ArrayList<>();
        BlockingClientCall<?, R> open;
        try {
            open = call.on(within(stub, deadlines.work()));
        } catch (StatusException failed) {
            throw failure(name, failed);
        }
        drain(name, open, reply -> all.addAll(content.apply(reply)));
        return all;
    }

    private <R> void drain(String name, BlockingClientCall<?, R> open, Consumer<R> replies) {
        try {
            for (R reply = open.read(); reply != null; reply = open.read()) {
                replies.accept(reply);
            }
        } catch (StatusException failed) {
            throw failure(name, failed);
        } catch (InterruptedException interrupted) {
            throw stop(name, open);
        }
    }

    /** The next reply of an open stream, waiting at most as long as a call may work. */
    <R> R next(String name, BlockingClientCall<?, R> open) {
        try {
            R reply = open.read(deadlines.work().toMillis(), TimeUnit.MILLISECONDS);
            if (reply == null) {
                throw Failures.contract(name, "it ended before all was answered");
            }
            return reply;
        } catch (StatusException failed) {
            throw failure(name, failed);
        } catch (TimeoutException late) {
            open.cancel("no reply in time", late);
            throw Failures.late(name);
        } catch (InterruptedException interrupted) {
            throw stop(name, open);
        }
    }

    /** Sends on an open stream. */
    <Q> void send(String name, BlockingClientCall<Q, ?> open, Q request) {
        try {
            open.write(request, deadlines.work().toMillis(), TimeUnit.MILLISECONDS);
        } catch (StatusException failed) {
            throw failure(name, failed);
        } catch (TimeoutException late) {
            open.cancel("no room in time", late);
            throw Failures.late(name);
        } catch (InterruptedException interrupted) {
            throw stop(name, open);
        }
    }

    /** A stub for a stream that stays open for as long as it is used. */
    <S> S open(Function<Channel, S> stub) {
        return stub.apply(channel);
    }

    private <S extends AbstractStub<S>> S within(Function<Channel, S> stub, Duration deadline) {
        return stub.apply(channel).withDeadlineAfter(deadline);
    }

    private static WorkerException stop(String name, BlockingClientCall<?, ?> open) {
        open.cancel("interrupted", null);
        Thread.currentThread().interrupt();
        return Failures.interrupted(name);
    }

    private static WorkerException failure(String name, StatusException failed) {
        return Thread.currentThread().isInterrupted()
                ? Failures.interrupted(name)
                : Failures.exception(name, failed);
    }
}
