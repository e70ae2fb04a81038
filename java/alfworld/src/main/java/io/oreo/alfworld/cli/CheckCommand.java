package io.oreo.alfworld.cli;

import io.oreo.alfworld.tools.GameCheck;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Spec;

/** Says what a folder of games is. */
@Command(
        name = "check",
        mixinStandardHelpOptions = true,
        description =
                "Say of which release a folder of games is, how many there are of each type, and"
                    + " whether any is missing, broken or unsolvable; refuse what is not whole.")
final class CheckCommand implements Callable<Integer> {

    @Mixin private Games games = new Games();
    @Spec private CommandSpec spec = CommandSpec.create();

    @Override
    public Integer call() {
        GameCheck.Findings findings = GameCheck.of(games.folder());
        spec.commandLine().getOut().print(GameCheck.format(findings));
        spec.commandLine().getOut().flush();
        return findings.problems().isEmpty() ? 0 : 1;
    }
}
