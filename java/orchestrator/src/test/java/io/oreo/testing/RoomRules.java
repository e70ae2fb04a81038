package io.oreo.testing;

import static com.tngtech.archunit.core.domain.JavaCall.Predicates.target;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.belongToAnyOf;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideOutsideOfPackages;
import static com.tngtech.archunit.core.domain.properties.HasName.Predicates.name;
import static com.tngtech.archunit.core.domain.properties.HasOwner.Predicates.With.owner;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption;
import com.tngtech.archunit.lang.syntax.elements.ClassesShould;
import com.tngtech.archunit.library.dependencies.SlicesRuleDefinition;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * What holds for the rooms of every module: which may know which, no circles, how large one may
 * grow, and who starts processes. A module's {@code RoomsTest} says its table and adds rules.
 */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
public abstract class RoomRules {

    private static final String HOUSE = "io.oreo.";

    /** More than these, and a room is two rooms. */
    private static final int TYPES_MAX = 25;

    private final Map<String, Set<String>> rooms;
    private final Set<String> overfull;
    private final JavaClasses classes;

    /**
     * Rules for a module.
     *
     * @param root package of its classes
     * @param rooms each room and the rooms it may know, by their names behind {@code io.oreo};
     *     {@code protocol} is the generated module
     * @param overfull rooms that still hold more types than a room should; a room that no longer
     *     does must leave this list
     */
    protected RoomRules(String root, Map<String, Set<String>> rooms, Set<String> overfull) {
        this.rooms = rooms;
        this.overfull = overfull;
        this.classes =
                new ClassFileImporter()
                        .withImportOption(new ImportOption.DoNotIncludeTests())
                        .withImportOption(location -> !location.contains("/io/oreo/protocol/"))
                        .importPackages(root);
    }

    /** The module's classes, without tests and generated ones. */
    protected final JavaClasses module() {
        return classes;
    }

    @Test
    final void everyRoomIsInTheTable() {
        assertEquals(new TreeSet<>(rooms.keySet()), rooms(), "say in RoomsTest what a room knows");
        assertTrue(classes.size() > 20, "the classes were found: " + classes.size());
    }

    @ParameterizedTest
    @MethodSource("rooms")
    final void aRoomKnowsOnlyWhatTheTableSays(String room) {
        Set<String> known =
                classes.stream()
                        .filter(each -> room(each).equals(room))
                        .flatMap(each -> each.getDirectDependenciesFromSelf().stream())
                        .map(dependency -> dependency.getTargetClass().getBaseComponentType())
                        .filter(target -> target.getPackageName().startsWith(HOUSE))
                        .map(RoomRules::room)
                        .filter(other -> !other.equals(room))
                        .collect(Collectors.toCollection(TreeSet::new));
        known.removeAll(rooms.getOrDefault(room, Set.of()));
        assertEquals(Set.of(), known, room + " may not know these rooms");
    }

    /** The rooms that have classes. */
    final Set<String> rooms() {
        return classes.stream().map(RoomRules::room).collect(Collectors.toCollection(TreeSet::new));
    }

    @Test
    final void roomsStandInNoCircle() {
        SlicesRuleDefinition.slices()
                .matching("io.oreo.(**)")
                .should()
                .beFreeOfCycles()
                .check(classes);
    }

    @Test
    final void aRoomHoldsNoMoreTypesThanARoomShould() {
        Map<String, Long> sizes =
                classes.stream()
                        .filter(each -> each.getEnclosingClass().isEmpty())
                        .filter(each -> !each.getSimpleName().equals("package-info"))
                        .filter(each -> !isTemplate(each))
                        .collect(
                                Collectors.groupingBy(
                                        RoomRules::room, TreeMap::new, Collectors.counting()));
        sizes.values().removeIf(types -> types <= TYPES_MAX);
        assertEquals(
                new TreeSet<>(overfull),
                sizes.keySet(),
                "rooms of more than %d types, against those that are listed: %s"
                        .formatted(TYPES_MAX, sizes));
    }

    /** A page's template, which the build compiles into a class. */
    private static boolean isTemplate(JavaClass each) {
        return each.getSimpleName().matches("Jte\\w+Generated");
    }

    @Test
    final void onlyWorkerProcessStartsProcesses() {
        only("io.oreo.worker.process")
                .dependOnClassesThat(belongToAnyOf(ProcessBuilder.class))
                .orShould()
                .callMethodWhere(
                        target(owner(belongToAnyOf(Runtime.class))).and(target(name("exec"))))
                .because("one place knows how a process is started, heard and ended")
                .check(classes);
    }

    /** Begins a rule for all rooms but these. */
    protected static ClassesShould only(String... rooms) {
        return noClasses().that(resideOutsideOfPackages(rooms)).should();
    }

    protected static String room(JavaClass each) {
        String name = each.getPackageName();
        return name.startsWith(HOUSE + "protocol") ? "protocol" : name.substring(HOUSE.length());
    }
}
