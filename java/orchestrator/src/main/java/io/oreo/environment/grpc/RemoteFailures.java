package io.oreo.environment.grpc;

import io.grpc.Status;
import io.grpc.StatusRuntimeException;
import io.oreo.environment.EnvironmentException;
import io.oreo.environment.EnvironmentException.Kind;
import io.oreo.environment.HostedEnvironment.Terms;
import java.util.Optional;
import java.util.function.BooleanSupplier;

/** Says what failed at an environment's server: address, game, step, and how to mend it. */
record RemoteFailures(Terms terms) {

    private static final String START =
            "start it (make environment, see environments/remote/README.md), or mend"
                    + " task.options.address";

    /**
     * A call that failed, by its status.
     *
     * @param gone whether the server has gone; asked where the status does not say
     */
    EnvironmentException of(String where, StatusRuntimeException failed, BooleanSupplier gone) {
        Status status = failed.getStatus();
        String said = Optional.ofNullable(status.getDescription()).orElse("no reason was given");
        return switch (status.getCode()) {
            case UNAUTHENTICATED ->
                    unusable(
                            where,
                            "it refuses the token (%s); let task.options.token_file name the file"
                                            .formatted(said)
                                    + " that its server was started with");
            case UNAVAILABLE -> lost(where, "it does not answer (%s)".formatted(cause(failed)));
            case CANCELLED -> lost(where, "the call was interrupted");
            case FAILED_PRECONDITION ->
                    lost(where, "its server was restarted (%s)".formatted(said));
            case RESOURCE_EXHAUSTED -> unusable(where, said);
            case NOT_FOUND -> ofGame(Kind.UNKNOWN_GAME, where, said);
            case UNIMPLEMENTED ->
                    where.isEmpty()
                            ? unusable(where, "what listens there is no environment's server")
                            : ofGame(Kind.UNSUPPORTED_GAME, where, said);
            case DEADLINE_EXCEEDED ->
                    gone.getAsBoolean()
                            ? lost(where, "it does not answer any more")
                            : ofGame(
                                    Kind.TIMEOUT,
                                    where,
                                    ("there was no answer within %d s; mend what takes so long,"
                                                    + " or raise task.options.timeout_seconds")
                                            .formatted(terms.timeLimit().toSeconds()));
            default ->
                    gone.getAsBoolean()
                            ? lost(where, "it does not answer any more (%s)".formatted(said))
                            : ofGame(
                                    Kind.BROKEN,
                                    where,
                                    said
                                            + "; mend the environment (a command that it does not"
                                            + " know is to be answered by a text)");
        };
    }

    /** A game failed; whether that is one episode or the end, the terms say. */
    EnvironmentException ofGame(Kind kind, String where, String what) {
        return terms.dropsFailures()
                ? failure(kind, where, what)
                : unusable(
                        where,
                        what
                                + "; start the server again and go on with `make resume`, or count"
                                + " such episodes as broken: task.options.on_failure = \"drop\"");
    }

    EnvironmentException unusable(String where, String what) {
        return failure(Kind.UNUSABLE, where, what);
    }

    EnvironmentException lost(String where, String what) {
        return failure(Kind.LOST, where, what + "; " + START);
    }

    private EnvironmentException failure(Kind kind, String where, String what) {
        return new EnvironmentException(
                kind,
                "The environment at %s%s: %s"
                        .formatted(terms.address(), where.isEmpty() ? "" : ", " + where, what));
    }

    /** The transport's own reason stands in the cause, e.g. that the connection was refused. */
    private static String cause(StatusRuntimeException failed) {
        Throwable cause = failed.getStatus().getCause();
        String said = String.valueOf(failed.getStatus().getDescription());
        return cause == null || cause.getMessage() == null
                ? said
                : cause.getMessage().lines().findFirst().orElse(said);
    }
}
