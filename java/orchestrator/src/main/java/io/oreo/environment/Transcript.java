package io.oreo.environment;

import java.util.stream.Collectors;

/**
 * How a policy reads and writes a game. Without a chat template everything is one text: what is
 * seen ends in a line with {@code >}, behind which a line is the command. With one, what is seen is
 * a user's turn and the command is the assistant's.
 *
 * @param chat whether a chat template separates the turns
 * @param admissibleShown most admissible commands that are listed behind what is seen; 0: none
 */
public record Transcript(boolean chat, int admissibleShown) {

    /** What ends a command in plain text. */
    public static final String COMMAND_END = "\n";

    private static final String MARK = "\n>";

    public Transcript {
        if (admissibleShown < 0) {
            throw new IllegalArgumentException("commands shown: " + admissibleShown);
        }
    }

    /** What a policy is told of an observation. */
    public String format(Observation observation) {
        String text = observation.text().strip();
        if (admissibleShown == 0 || observation.admissible().isEmpty()) {
            return text;
        }
        return observation.admissible().stream()
                .limit(admissibleShown)
                .collect(Collectors.joining(", ", text + "\nYou can: ", "."));
    }

    /** What was told, as a turn of the dialogue. */
    public String shown(String text) {
        return chat ? text : text + MARK;
    }

    /** A command, as a turn of the dialogue. */
    public String said(String command) {
        return chat ? command : " " + command + COMMAND_END;
    }

    /** The command in what a policy wrote: its first line that is not blank. */
    public static String command(String written) {
        return written.strip().lines().findFirst().orElse("").strip();
    }
}
