package io.oreo.app.cli.data;

import io.oreo.app.CleanStop;
import io.oreo.app.Progress;
import io.oreo.app.SideWorkers;
import io.oreo.app.cli.verb.ExitStatus;
import io.oreo.app.cli.verb.ModelFolder;
import io.oreo.app.cli.verb.Shell;
import io.oreo.app.cli.verb.Verb;
import io.oreo.app.config.ConfigurationException;
import io.oreo.dataset.imports.FieldNames;
import io.oreo.dataset.imports.ImportOptions;
import io.oreo.dataset.imports.ImportOptions.Layout;
import io.oreo.dataset.imports.ImportOptions.Rewards;
import io.oreo.dataset.imports.TrajectoryImport;
import io.oreo.dataset.imports.TrajectoryImport.Imported;
import io.oreo.worker.ModelSource;
import io.oreo.worker.StepRule;
import io.oreo.worker.WorkerPool;
import io.oreo.worker.process.LocalWorkers.Role;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** Users' own trajectories as a dataset. */
@Command(
        name = "import",
        description = {
            "Turn trajectories that you have into a dataset for `./oreo train --data DIR`.",
            "Rows (JSON Lines, gzip or not, or Parquet) hold prompt, response and reward; prompt,"
                    + " chosen and rejected; messages of a chat, also with turns of tools or an"
                    + " environment; or a transcript in which the policy's lines begin with '> '."
        })
public final class ImportCommand extends Verb {

    @Parameters(arity = "1..*", paramLabel = "FILE", description = "Files to read, in this order.")
    private List<Path> files = new ArrayList<>();

    @Option(
            names = "--into",
            required = true,
            paramLabel = "DIR",
            description = "Folder of the new dataset.")
    private Path into = Path.of("");

    @Option(
            names = "--model",
            required = true,
            paramLabel = "DIR",
            description = "Model that is to learn from it: its tokenizer and chat template apply.")
    private Path model = Path.of("");

    @Option(
            names = "--tokenizer-loader",
            paramLabel = "PACKAGE.MODULE:FUNCTION",
            defaultValue = "",
            description = "Plug-in that builds the tokenizer.")
    private String tokenizerLoader = "";

    @Option(
            names = "--plain",
            description = "Join the texts as they are, without the model's chat template.")
    private boolean plain;

    @Option(
            names = "--separator",
            paramLabel = "TEXT",
            description = "With --plain, what stands between prompt and response; \\n: line's end.")
    private @Nullable String separator;

    @Option(
            names = "--rendered",
            description =
                    "With --plain: control tokens that prompts spell out (<|im_end|>) are tokens."
                            + " Otherwise a text is a text.")
    private boolean rendered;

    @Option(
            names = "--field",
            paramLabel = "MEANING=NAME",
            description =
                    "Name of a field in the rows, where it is not the usual one; may be repeated."
                            + " Meanings: prompt, response, reward, chosen, rejected, messages,"
                            + " transcript, problem, truncated, tools.")
    private List<String> fields = new ArrayList<>();

    @Option(
            names = "--step-end",
            paramLabel = "TEXT",
            description = "Ends a step of a response; may be repeated. Default: \\n.")
    private List<String> stepEnds = new ArrayList<>();

    @Option(
            names = "--max-length",
            paramLabel = "N",
            description = "Most tokens an attempt. Default: what the model reads.")
    private @Nullable Integer maxLength;

    @Option(
            names = "--max-dropped",
            paramLabel = "SHARE",
            defaultValue = "0.1",
            description = "Largest share that may be dropped. Default: ${DEFAULT-VALUE}.")
    private double maxDropped;

    @Option(names = "--limit", paramLabel = "N", description = "Read the first N rows only.")
    private @Nullable Integer limit;

    @Option(
            names = "--without-reward",
            description = "Keep rows without a reward, ungraded; otherwise they are dropped.")
    private boolean withoutReward;

    @Override
    public Integer call() {
        Path folder = ModelFolder.existing(model);
        ImportOptions options = options(folder);
        Progress progress = Progress.onStandardError();
        progress.started("Import", "rows", 0, 0);
        ModelSource source =
                new ModelSource(
                        folder,
                        Optional.empty(),
                        Optional.empty(),
                        tokenizerLoader.isBlank() ? Optional.empty() : Optional.of(tokenizerLoader),
                        List.of());
        Imported imported;
        try (CleanStop _ = new CleanStop("Nothing was imported.");
                WorkerPool workers =
                        SideWorkers.start(home(), "import", Role.MODELS, progress::note)) {
            imported =
                    workers.call(
                            worker ->
                                    new TrajectoryImport(worker.tokenizer(source), options)
                                            .store(
                                                    files,
                                                    into,
                                                    rows -> progress.advanced(rows, "")));
        }
        progress.finished("%,d trajectories".formatted(imported.manifest().rows()));
        DataTable.print(imported.report(), out());
        out().printf("dataset: %s%n", into);
        out().printf(
                        "Train on it with: ./oreo train --data %s --model %s%n",
                        Shell.word(into), Shell.word(model));
        out().flush();
        return ExitStatus.SUCCESS;
    }

    private ImportOptions options(Path folder) {
        if (separator != null && !plain) {
            throw new ConfigurationException(
                    "--separator is for --plain; the model's chat template separates by itself");
        }
        if (rendered && !plain) {
            throw new ConfigurationException(
                    "--rendered is for --plain; the model's chat template renders by itself");
        }
        int longest =
                maxLength != null
                        ? maxLength
                        : ModelFolder.contextLength(folder)
                                .orElseThrow(
                                        () ->
                                                new ConfigurationException(
                                                        folder
                                                                + " does not say how much it reads;"
                                                                + " give --max-length N"));
        require(longest >= 2, "--max-length is %s; it must be at least 2", longest);
        require(
                maxDropped >= 0 && maxDropped <= 1,
                "--max-dropped is %s; it must lie between 0 and 1",
                maxDropped);
        require(limit == null || limit >= 1, "--limit is %s; it must be at least 1", limit);
        return new ImportOptions(
                FieldNames.parse(fields),
                plain
                        ? new Layout.Plain(separator == null ? "" : unescaped(separator), rendered)
                        : new Layout.ChatTemplate(),
                withoutReward ? Rewards.OPTIONAL : Rewards.REQUIRED,
                new StepRule(
                        stepEnds.isEmpty()
                                ? List.of("\n")
                                : stepEnds.stream().map(ImportCommand::unescaped).toList()),
                longest,
                maxDropped,
                limit == null ? Integer.MAX_VALUE : limit);
    }

    private static void require(boolean holds, String message, @Nullable Object value) {
        if (!holds) {
            throw new ConfigurationException(message.formatted(value));
        }
    }

    private static String unescaped(String text) {
        return text.replace("\\n", "\n");
    }
}
