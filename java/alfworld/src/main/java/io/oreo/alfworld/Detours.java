package io.oreo.alfworld;

import io.oreo.alfworld.game.Game;
import io.oreo.alfworld.game.Position;
import io.oreo.trajectory.Seed;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.SplittableRandom;

/**
 * Looks elsewhere before the walkthrough begins. A walkthrough knows where things are; who imitates
 * nothing else has never seen what to do where a thing is not.
 */
final class Detours {

    private static final String GO = "go to ";
    private static final String OPEN = "open ";

    private Detours() {}

    /**
     * The walkthrough after some visits to places it does not begin with, each once.
     *
     * @param most visits at most; how many is drawn
     * @param seed what is drawn follows from it
     * @return the walkthrough itself where nothing can be visited
     */
    static List<String> before(Game game, List<String> walkthrough, int most, Seed seed) {
        SplittableRandom random = seed.random();
        Set<String> visited = new HashSet<>(walkthrough);
        List<String> commands = new ArrayList<>();
        Position here = game.start();
        for (int left = random.nextInt(most + 1); left > 0; left--) {
            List<String> elsewhere =
                    here.admissible().stream()
                            .filter(command -> command.startsWith(GO) && !visited.contains(command))
                            .toList();
            if (elsewhere.isEmpty()) {
                break;
            }
            String visit = elsewhere.get(random.nextInt(elsewhere.size()));
            visited.add(visit);
            commands.add(visit);
            here = game.step(here, visit);
            String open = OPEN + visit.substring(GO.length());
            if (here.admissible().contains(open)) {
                commands.add(open);
                here = game.step(here, open);
            }
        }
        commands.addAll(walkthrough);
        return List.copyOf(commands);
    }
}
