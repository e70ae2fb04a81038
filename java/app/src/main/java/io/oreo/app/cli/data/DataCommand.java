package io.oreo.app.cli.data;

import io.oreo.app.cli.verb.ExitStatus;
import io.oreo.app.cli.verb.Verb;
import io.oreo.dataset.DataReport;
import io.oreo.dataset.TrajectoryShards;
import io.oreo.task.fetch.DataFetch;
import io.oreo.task.fetch.DataSource;
import java.nio.file.Path;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** Data: what is in a file of trajectories, and benchmarks from their official sources. */
@Command(
        name = "data",
        description = "Report on a file of trajectories, or fetch a benchmark.",
        subcommands = {DataCommand.Report.class, DataCommand.Fetch.class})
public final class DataCommand extends Verb {

    @Override
    public Integer call() {
        err().println("oreo: name a command; `./oreo data --help` lists them");
        return ExitStatus.USAGE;
    }

    /** What became of the rows of a shard. */
    @Command(
            name = "report",
            description = "Rows read, used, truncated and dropped, by reason, with examples.")
    static final class Report extends Verb {

        @Parameters(paramLabel = "SHARD", description = "A Parquet file of trajectories.")
        private Path shard = Path.of("");

        @Override
        public Integer call() {
            DataReport report =
                    DataReport.of(shard.toString(), TrajectoryShards.read(shard.toAbsolutePath()));
            DataTable.print(report, out());
            return ExitStatus.SUCCESS;
        }
    }

    /** Brings a benchmark's files. */
    @Command(
            name = "fetch",
            description = "Bring the files of a benchmark, checked by their checksums.")
    static final class Fetch extends Verb {

        @Parameters(paramLabel = "NAME", description = "gsm8k or math.")
        private String name = "";

        @Option(
                names = "--into",
                required = true,
                paramLabel = "DIR",
                description = "Data folder; runs take it by --data DIR.")
        private Path into = Path.of("");

        @Override
        public Integer call() {
            Path source = home().environments().resolve(name).resolve("data.toml");
            DataFetch.fetch(name, DataSource.read(source), into.toAbsolutePath(), err()::println);
            return ExitStatus.SUCCESS;
        }
    }
}
