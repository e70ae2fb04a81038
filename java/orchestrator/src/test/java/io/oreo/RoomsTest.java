package io.oreo;

import static com.tngtech.archunit.base.DescribedPredicate.not;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideInAPackage;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideOutsideOfPackages;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption;
import com.tngtech.archunit.lang.syntax.elements.ClassesShould;
import com.tngtech.archunit.library.GeneralCodingRules;
import com.tngtech.archunit.library.dependencies.SlicesRuleDefinition;
import io.oreo.store.RunStore;
import io.oreo.trajectory.Seed;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * The directions between the rooms of this house. Ground floor: the nouns. First floor: what
 * touches the disk or the outside world, rooms that do not know each other. Then search, then
 * evaluation, then schedule, which knows the order of things and none of the details.
 */
class RoomsTest {

    /** Each room and the rooms it may know; {@code protocol} is the generated module. */
    private static final Map<String, Set<String>> ROOMS =
            Map.ofEntries(
                    Map.entry("trajectory", Set.of()),
                    Map.entry("schedule.settings", Set.of("task")),
                    Map.entry("store", Set.of()),
                    Map.entry("evaluation.grading", Set.of("trajectory")),
                    Map.entry("evaluation.statistics", Set.of("trajectory")),
                    Map.entry("evaluation.probe", Set.of("trajectory", "evaluation.statistics")),
                    Map.entry("dataset", Set.of("trajectory")),
                    Map.entry("dataset.imports", Set.of("trajectory", "dataset", "worker")),
                    Map.entry("worker", Set.of("trajectory")),
                    Map.entry("worker.grpc", Set.of("trajectory", "worker", "protocol")),
                    Map.entry("worker.process", Set.of("worker")),
                    Map.entry("environment", Set.of("trajectory")),
                    Map.entry("environment.grpc", Set.of("environment", "protocol")),
                    Map.entry(
                            "task",
                            Set.of("trajectory", "worker", "environment", "evaluation.grading")),
                    Map.entry("search", Set.of("trajectory", "worker", "environment")),
                    Map.entry(
                            "interaction",
                            Set.of(
                                    "trajectory",
                                    "worker",
                                    "environment",
                                    "task",
                                    "search",
                                    "evaluation.grading")),
                    Map.entry(
                            "evaluation",
                            Set.of(
                                    "trajectory",
                                    "search",
                                    "evaluation.grading",
                                    "evaluation.statistics")),
                    Map.entry(
                            "evaluation.report",
                            Set.of(
                                    "trajectory",
                                    "search",
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
                                    "interaction",
                                    "evaluation",
                                    "evaluation.grading",
                                    "evaluation.probe",
                                    "evaluation.statistics",
                                    "evaluation.report",
                                    "store",
                                    "schedule.settings")));

    private static final JavaClasses CLASSES =
            new ClassFileImporter()
                    .withImportOption(new ImportOption.DoNotIncludeTests())
                    .withImportOption(location -> !location.contains("/io/oreo/protocol/"))
                    .importPackages("io.oreo");

    @Test
    void everyRoomIsInTheTable() {
        Set<String> unknown = new TreeSet<>();
        for (JavaClass each : CLASSES) {
            if (!ROOMS.containsKey(room(each))) {
                unknown.add(each.getPackageName());
            }
        }
        assertEquals(Set.of(), unknown, "say in RoomsTest what these packages may know");
        assertTrue(CLASSES.size() > 100, "the classes were found: " + CLASSES.size());
    }

    @ParameterizedTest
    @MethodSource("rooms")
    void aRoomKnowsOnlyWhatTheTableSays(String room) {
        Set<String> known =
                CLASSES.stream()
                        .filter(each -> room(each).equals(room))
                        .flatMap(each -> each.getDirectDependenciesFromSelf().stream())
                        .map(dependency -> dependency.getTargetClass().getBaseComponentType())
                        .filter(target -> target.getPackageName().startsWith("io.oreo."))
                        .map(RoomsTest::room)
                        .filter(other -> !other.equals(room))
                        .collect(Collectors.toCollection(TreeSet::new));
        known.removeAll(ROOMS.getOrDefault(room, Set.of()));
        assertEquals(Set.of(), known, room + " may not know these rooms");
    }

    static Set<String> rooms() {
        return CLASSES.stream().map(RoomsTest::room).collect(Collectors.toCollection(TreeSet::new));
    }

    @Test
    void roomsStandInNoCircle() {
        SlicesRuleDefinition.slices()
                .matching("io.oreo.(**)")
                .should()
                .beFreeOfCycles()
                .check(CLASSES);
    }

    @Test
    void onlyTheGrpcRoomsSeeTheWire() {
        only("io.oreo.worker.grpc", "io.oreo.environment.grpc")
                .dependOnClassesThat()
                .resideInAnyPackage("io.grpc..", "com.google.protobuf..", "io.oreo.protocol..")
                .because("elsewhere there are records")
                .check(CLASSES);
    }

    @Test
    void onlyTheRoomsOnDiskSpeakToDatabases() {
        only("io.oreo.store", "io.oreo.dataset")
                .dependOnClassesThat()
                .resideInAnyPackage(
                        "java.sql..", "org.duckdb..", "org.sqlite..", "org.postgresql..")
                .check(CLASSES);
    }

    @Test
    void onlyWorkerProcessStartsProcesses() {
        only("io.oreo.worker.process")
                .dependOnClassesThat(
                        JavaClass.Predicates.belongToAnyOf(ProcessBuilder.class, Runtime.class))
                .check(CLASSES);
    }

    @Test
    void onlyScheduleAppendsToTheEventLog() {
        only("io.oreo.schedule", "io.oreo.store")
                .callMethod(RunStore.class, "append", RunStore.EventRow.class, RunStore.Rows.class)
                .because("everyone else reads")
                .check(CLASSES);
    }

    @Test
    void searchAndFiguresTouchNoFile() {
        noClasses()
                .that()
                .resideInAnyPackage(
                        "io.oreo.trajectory",
                        "io.oreo.search",
                        "io.oreo.evaluation",
                        "io.oreo.evaluation.statistics",
                        "io.oreo.schedule.settings")
                .should()
                .dependOnClassesThat()
                .resideInAnyPackage("java.io", "java.net..", "java.nio.file..", "java.sql..")
                .check(CLASSES);
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
                .check(CLASSES);
    }

    @Test
    void theNounsNeedNothingButTheLanguage() {
        classes()
                .that()
                .resideInAPackage("io.oreo.trajectory")
                .should()
                .onlyDependOnClassesThat()
                .resideInAnyPackage("io.oreo.trajectory", "java..", "org.jspecify.annotations")
                .check(CLASSES);
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
                .check(CLASSES);
    }

    @Test
    void nothingHereSpeaksToATerminalOrEndsTheProgram() {
        GeneralCodingRules.NO_CLASSES_SHOULD_ACCESS_STANDARD_STREAMS.check(CLASSES);
        noClasses().should().callMethod(System.class, "exit", int.class).check(CLASSES);
    }

    /** Begins a rule for all rooms but these. */
    private static ClassesShould only(String... rooms) {
        return noClasses().that(resideOutsideOfPackages(rooms)).should();
    }

    private static String room(JavaClass each) {
        String name = each.getPackageName();
        if (name.startsWith("io.oreo.protocol")) {
            return "protocol";
        }
        return name.substring("io.oreo.".length());
    }
}
