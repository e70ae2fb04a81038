package io.oreo.evaluation.report;

import io.oreo.evaluation.figures.Figures;
import io.oreo.evaluation.figures.ReportInput;
import io.oreo.evaluation.report.ComparisonJson.SeedDigest;
import java.util.List;
import java.util.stream.Collectors;

/**
 * Methods compared over several seeds, in three forms. Means are reported, with their spread; the
 * best seed never is.
 *
 * @param json for programs
 * @param markdown for people, and for the terminal
 * @param html the same as a page that needs no other file
 * @param digest SHA-256 of the runs' seeds and digests, 64 digits
 */
public record SeedComparison(String json, String markdown, String html, String digest) {

    /**
     * Works the comparison out.
     *
     * @param name what the comparison is called
     * @param runs runs that differ in their seed only, at least one
     */
    public static SeedComparison of(String name, List<ReportInput> runs) {
        Figures figures = Figures.overSeeds(runs);
        List<SeedDigest> digests =
                runs.stream().map(run -> new SeedDigest(run.seed(), Report.digest(run))).toList();
        String seeds =
                digests.stream()
                        .map(each -> Long.toString(each.seed()))
                        .collect(Collectors.joining(","));
        String digest =
                Report.sha256(
                        digests.stream()
                                .map(SeedDigest::digest)
                                .collect(Collectors.joining("\n", seeds + "\n", "")));
        SeedTables tables = new SeedTables(name, seeds, digest, figures);
        return new SeedComparison(
                FigureJson.text(ComparisonJson.of(name, digest, digests, figures)),
                tables.markdown(),
                tables.html(),
                digest);
    }
}
