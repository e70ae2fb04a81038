package io.oreo.evaluation.probe;

/**
 * Who says something of a state.
 *
 * @param kind explicitly, or by its actions
 * @param training whose critic or policy it is
 */
public record ProbeSource(Kind kind, String training) {

    /** How a value is defined. */
    public enum Kind {
        /** V of a critic. */
        EXPLICIT,
        /**
         * The sum of log(pi/pi_ref) over the actions so far. Times beta it is the value that a
         * policy without a critic implies, up to that of the prompt; ranks do not depend on beta.
         */
        IMPLICIT
    }

    /** For people, e.g. {@code V of oreo-1}. */
    public String label() {
        return switch (kind) {
            case EXPLICIT -> "V of " + training;
            case IMPLICIT -> "implicit value of " + training;
        };
    }
}
