package io.oreo;

import static com.tngtech.archunit.base.DescribedPredicate.not;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideInAPackage;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;

import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.library.GeneralCodingRules;
import com.tngtech.archunit.library.dependencies.SliceAssignment;
import com.tngtech.archunit.library.dependencies.SliceIdentifier;
import com.tngtech.archunit.library.dependencies.SlicesRuleDefinition;
import io.oreo.store.RunStore;
import io.oreo.testing.RoomRules;
import io.oreo.trajectory.Seed;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Test;

/**
 * The directions between the rooms of this house. Ground floor: the nouns. First floor: what
 * touches the disk or the outside world, rooms that do not know each other. Then search, then
 * evaluation, then schedule, which knows the order of things and none of the details.
 */
class RoomsTest extends RoomRules {

    /** Each room and the rooms it may know; {@code protocol} is the generated module. */
    private static final Map<String, Set<String>> ROOMS =
            Map.ofEntries(
                    Map.entry("trajectory", Set.of()),
                    Map.entry("method", Set.of()),
                    Map.entry("schedule.settings", Set.of("method", "task", "search.strategy")),
                    Map.entry("search.strategy", Set.of("trajectory")),
                    Map.entry("store", Set.of("trajectory")),
                    Map.entry("files", Set.of()),
                    Map.entry("grading", Set.of("trajectory", "files", "grading.math")),
                    Map.entry("grading.math", Set.of()),
                    Map.entry("evaluation.statistics", Set.of("trajectory")),
                    Map.entry("evaluation.probe", Set.of("trajectory", "evaluation.statistics")),
                    Map.entry("dataset", Set.of("trajectory")),
                    Map.entry("dataset.imports", Set.of("trajectory", "dataset", "worker")),
                    Map.entry("worker", Set.of("trajectory")),
                    Map.entry("worker.grpc", Set.of("trajectory", "worker", "protocol")),
                    Map.entry("worker.process", Set.of("worker", "method")),
                    Map.entry("environment", Set.of("trajectory")),
                    Map.entry("environment.grpc", Set.of("environment", "protocol")),
                    Map.entry(
                            "task",
                            Set.of(
                                    "trajectory",
                                    "worker",
                                    "environment",
                                    "grading",
                                    "dataset",
                                    "dataset.imports")),
                    Map.entry("task.fetch", Set.of("task")),
                    Map.entry(
                            "search",
                            Set.of("trajectory", "worker", "environment", "search.strategy")),
                    Map.entry(
                            "interaction",
                            Set.of(
                                    "trajectory",
                                    "worker",
                                    "environment",
                                    "task",
                                    "search",
                                    "search.strategy",
                                    "grading")),
                    Map.entry(
                            "evaluation",
                            Set.of("trajectory", "search", "grading", "evaluation.statistics")),
                    Map.entry("run", Set.of("trajectory", "worker", "store")),
                    Map.entry(
                            "evaluation.figures",
                            Set.of(
                                    "trajectory",
                                    "search",
                                    "search.strategy",
                                    "evaluation",
                                    "evaluation.probe",
                                    "evaluation.statistics")),
                    Map.entry(
                            "evaluation.report",
                            Set.of(
                                    "trajectory",
                                    "search",
                                    "search.strategy",
                                    "evaluation.figures",
                                    "evaluation",
                                    "evaluation.probe",
                                    "evaluation.statistics")),
                    Map.entry(
                            "schedule",
                            Set.of(
                                    "trajectory",
                                    "dataset",
                                    "worker",
                                    "environment",
                                    "task",
                                    "search",
                                    "search.strategy",
                                    "interaction",
                                    "evaluation",
                                    "grading",
                                    "evaluation.probe",
                                    "evaluation.statistics",
                                    "evaluation.figures",
                                    "evaluation.report",
                                    "store",
                                    "run",
                                    "method",
                                    "schedule.settings")));

    /** Rooms that are still larger than a room should be; a room that was split leaves the list. */
    private static final Set<String> OVERFULL = Set.of();

    RoomsTest() {
        super("io.oreo", ROOMS, OVERFULL);
    }

    @Test
    void theFilesOfTheSearchRoomsStandInNoCircle() {
        SlicesRuleDefinition.slices()
                .assignedFrom(
                        new SliceAssignment() {
                            @Override
                            public SliceIdentifier getIdentifierOf(JavaClass each) {
                                return room(each).equals("search")
                                        ? SliceIdentifier.of(file(each))
                                        : SliceIdentifier.ignore();
                            }

                            @Override
                            public String getDescription() {
                                return "files of search";
                            }
                        })
                .should()
                .beFreeOfCycles()
                .check(module());
    }

    private static String file(JavaClass each) {
        return each.getEnclosingClass().map(RoomsTest::file).orElseGet(each::getSimpleName);
    }

    @Test
    void onlyTheGrpcRoomsSeeTheWire() {
        only("io.oreo.worker.grpc", "io.oreo.environment.grpc")
                .dependOnClassesThat()
                .resideInAnyPackage("io.grpc..", "com.google.protobuf..", "io.oreo.protocol..")
                .because("elsewhere there are records")
                .check(module());
    }

    @Test
    void onlyTheRoomsOnDiskSpeakToDatabases() {
        only("io.oreo.store", "io.oreo.dataset")
                .dependOnClassesThat()
                .resideInAnyPackage(
                        "java.sql..", "org.duckdb..", "org.sqlite..", "org.postgresql..")
                .check(module());
    }

    @Test
    void onlyWorkerProcessAsksTheRuntime() {
        only("io.oreo.worker.process")
                .dependOnClassesThat(JavaClass.Predicates.belongToAnyOf(Runtime.class))
                .check(module());
    }

    @Test
    void onlyTheJournalAppendsToTheEventLog() {
        only("io.oreo.run", "io.oreo.store")
                .callMethod(RunStore.class, "append", RunStore.EventRow.class, RunStore.Rows.class)
                .because("everyone else reads")
                .check(module());
    }

    @Test
    void searchAndFiguresTouchNoFile() {
        noClasses()
                .that()
                .resideInAnyPackage(
                        "io.oreo.trajectory",
                        "io.oreo.search",
                        "io.oreo.search.strategy",
                        "io.oreo.evaluation",
                        "io.oreo.evaluation.figures",
                        "io.oreo.evaluation.statistics",
                        "io.oreo.schedule.settings")
                .should()
                .dependOnClassesThat()
                .resideInAnyPackage("java.io", "java.net..", "java.nio.file..", "java.sql..")
                .check(module());
    }

    @Test
    void figuresAreFunctionsOfNumbersAndSeeds() {
        noClasses()
                .that()
                .resideInAPackage("io.oreo.evaluation.statistics")
                .should()
                .dependOnClassesThat(
                        resideInAPackage("io.oreo.trajectory")
                                .and(not(JavaClass.Predicates.type(Seed.class))))
                .because("the bootstrap needs a seed, and no figure needs a trajectory")
                .check(module());
    }

    @Test
    void theNounsNeedNothingButTheLanguage() {
        classes()
                .that()
                .resideInAPackage("io.oreo.trajectory")
                .should()
                .onlyDependOnClassesThat()
                .resideInAnyPackage("io.oreo.trajectory", "java..", "org.jspecify.annotations")
                .check(module());
    }

    @Test
    void allChanceComesFromASeed() {
        noClasses()
                .should()
                .dependOnClassesThat()
                .haveFullyQualifiedName("java.util.concurrent.ThreadLocalRandom")
                .orShould()
                .callMethod(Math.class, "random")
                .orShould()
                .callConstructor(java.util.Random.class)
                .orShould()
                .callConstructor(java.util.SplittableRandom.class)
                .orShould()
                .callMethod(java.util.UUID.class, "randomUUID")
                .because("equal seeds give equal runs; Seed.random() makes a stream")
                .check(module());
    }

    @Test
    void nothingHereSpeaksToATerminalOrEndsTheProgram() {
        GeneralCodingRules.NO_CLASSES_SHOULD_ACCESS_STANDARD_STREAMS.check(module());
        noClasses().should().callMethod(System.class, "exit", int.class).check(module());
    }
}
