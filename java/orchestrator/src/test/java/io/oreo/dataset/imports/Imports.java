package io.oreo.dataset.imports;

import io.oreo.dataset.DataReport;
import io.oreo.dataset.DropReason;
import io.oreo.dataset.imports.ImportOptions.Layout;
import io.oreo.dataset.imports.ImportOptions.Rewards;
import io.oreo.worker.StepRule;
import java.util.List;

/** What tests of the import share. */
final class Imports {

    static final ImportOptions PLAIN = options(FieldNames.USUAL, new Layout.Plain(" "));

    private Imports() {}

    static ImportOptions options(FieldNames names, Layout layout) {
        return new ImportOptions(
                names, layout, Rewards.REQUIRED, new StepRule(List.of("\n")), 200, 0, 1000);
    }

    static TrajectoryImport importer(ImportOptions options) {
        return new TrajectoryImport(new CharacterTokenizer(), options);
    }

    /** Lines of the drops of a reason. */
    static List<Integer> linesOf(DataReport report, DropReason reason) {
        DataReport.Dropped dropped = report.dropped().get(reason);
        return dropped == null
                ? List.of()
                : dropped.examples().stream().map(DataReport.Example::line).toList();
    }
}
