package io.oreo.app.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.oreo.app.cli.verb.ExitStatus;
import io.oreo.app.config.ConfigurationException;
import io.oreo.dataset.DatasetException;
import io.oreo.run.RunException;
import io.oreo.store.StoreException;
import io.oreo.task.TaskException;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.io.UncheckedIOException;
import java.nio.file.FileSystemException;
import java.nio.file.NoSuchFileException;
import java.util.List;
import java.util.concurrent.Callable;
import org.junit.jupiter.api.Test;
import picocli.CommandLine;
import picocli.CommandLine.Command;

/** Whatever fails ends in one message and an exit status that is not 0. */
class ComplaintsTest {

    private final StringWriter err = new StringWriter();

    @Command(name = "oreo")
    private record Failing(Exception failure) implements Callable<Integer> {
        @Override
        public Integer call() throws Exception {
            throw failure;
        }
    }

    private int statusOf(Exception failure) {
        CommandLine line = new CommandLine(new Failing(failure));
        line.setErr(new PrintWriter(err, true));
        line.setParameterExceptionHandler(Complaints::usage);
        line.setExecutionExceptionHandler(Complaints::failure);
        return line.execute();
    }

    @Test
    void a_known_failure_is_its_message_alone() {
        List<Exception> known =
                List.of(
                        new RunException("it went wrong"),
                        new StoreException("it went wrong"),
                        new TaskException("it went wrong"),
                        new DatasetException("it went wrong"));
        for (Exception failure : known) {
            err.getBuffer().setLength(0);

            assertEquals(ExitStatus.FAILURE, statusOf(failure), failure::toString);
            assertEquals("oreo: it went wrong\n", err.toString());
        }
    }

    @Test
    void a_configuration_that_cannot_be_used_has_a_status_of_its_own() {
        assertEquals(ExitStatus.USAGE, statusOf(new ConfigurationException("no such key")));
        assertEquals("oreo: no such key\n", err.toString());
    }

    @Test
    void a_full_disk_and_a_missing_file_are_named_wherever_they_were_noticed() {
        Exception full = new FileSystemException("/runs/a", null, "No space left on device");

        assertEquals(
                ExitStatus.FAILURE,
                statusOf(new IllegalStateException(new UncheckedIOException((IOException) full))));
        assertEquals("oreo: the file /runs/a failed: No space left on device\n", err.toString());

        err.getBuffer().setLength(0);
        statusOf(new UncheckedIOException(new NoSuchFileException("/data/train.jsonl")));
        assertEquals("oreo: the file /data/train.jsonl failed: it is not there\n", err.toString());
    }

    @Test
    void a_mistake_of_ours_keeps_its_stack_trace() {
        assertEquals(ExitStatus.FAILURE, statusOf(new IllegalStateException("a bug")));
        assertTrue(err.toString().startsWith("oreo: this should not have happened"), err::toString);
        assertTrue(err.toString().contains("at io.oreo.app.cli.ComplaintsTest"), err::toString);
    }

    @Test
    void an_interruption_says_nothing_and_has_the_status_of_one() {
        assertEquals(ExitStatus.INTERRUPTED, statusOf(new InterruptedException()));
        assertEquals("", err.toString());
    }
}
