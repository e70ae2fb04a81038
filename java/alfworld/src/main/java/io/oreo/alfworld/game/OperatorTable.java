package io.oreo.alfworld.game;

import static java.util.Objects.requireNonNull;

import com.fasterxml.jackson.databind.JsonNode;
import io.oreo.alfworld.game.PreparedGame.Operators;
import io.oreo.alfworld.planning.GameException;
import io.oreo.alfworld.planning.SasTask;
import io.oreo.alfworld.planning.SasTask.Operator;
import io.oreo.alfworld.planning.Transitions.Ints;
import io.oreo.alfworld.text.FactTable.Signature;
import io.oreo.alfworld.text.Grammar;
import io.oreo.alfworld.text.GrammarCompiler;
import io.oreo.alfworld.text.GrammarCompiler.Parameter;
import io.oreo.alfworld.text.Narrator;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.SortedSet;
import java.util.TreeSet;

/** Works out what the operators of a task mean to a player. */
final class OperatorTable {

    private final GameDocument document;
    private final Grammar grammar;
    private final Map<String, Integer> entityNumbers;
    private final Map<String, Integer> actionNumbers = new HashMap<>();

    OperatorTable(GameDocument document, Grammar grammar, Map<String, Integer> entityNumbers) {
        this.document = document;
        this.grammar = grammar;
        this.entityNumbers = entityNumbers;
        grammar.actions().forEach(action -> actionNumbers.put(action.name(), actionNumbers.size()));
    }

    /**
     * The table.
     *
     * @param start any state: a command that is written once asks for facts that never change
     * @param changing signatures of facts that operators change
     */
    Operators operators(SasTask task, Narrator narrator, long[] start, Set<Signature> changing) {
        int count = task.operators().size();
        int[] action = new int[count];
        int[] from = new int[count + 1];
        List<Integer> operands = new ArrayList<>();
        for (int i = 0; i < count; i++) {
            List<String> words = GameCompiler.words(task.operators().get(i));
            action[i] = action(task.operators().get(i), words.getFirst());
            from[i] = operands.size();
            for (String word : words.subList(1, words.size())) {
                Integer number = entityNumbers.get(word);
                if (number == null) {
                    throw GameException.unsupported("'" + word + "' is in no fact at the start");
                }
                operands.add(number);
            }
        }
        from[count] = operands.size();
        int[] all = operands.stream().mapToInt(Integer::intValue).toArray();
        String[] commands = new String[count];
        boolean[] fixed = fixedCommands(changing);
        TreeSet<String> texts = new TreeSet<>(PythonText.ORDER);
        for (int i = 0; i < count; i++) {
            if (fixed[action[i]]) {
                commands[i] = narrator.command(start, action[i], all, from[i], from[i + 1]);
                texts.add(plain(commands[i]));
            }
        }
        return new Operators(
                new Ints(action),
                new Ints(from),
                new Ints(all),
                numbers(commands, texts),
                List.copyOf(texts));
    }

    private static Ints numbers(String[] commands, SortedSet<String> texts) {
        Map<String, Integer> places = new HashMap<>();
        texts.forEach(text -> places.put(text, places.size()));
        int[] numbers = new int[commands.length];
        for (int i = 0; i < commands.length; i++) {
            numbers[i] = requireNonNull(places.getOrDefault(commands[i], PreparedGame.CHANGING));
        }
        return new Ints(numbers);
    }

    /** TextWorld formats a derived command once more, so braces in it would be code. */
    static String plain(String command) {
        if (command.indexOf('{') >= 0 || command.indexOf('}') >= 0) {
            throw GameException.unsupported("the command '" + command + "' holds braces");
        }
        return command;
    }

    private int action(Operator operator, String name) {
        Integer number = actionNumbers.get(name);
        List<Parameter> parameters = document.parameters().get(name);
        if (number == null || parameters == null) {
            throw GameException.malformed("the task has no action '" + name + "'");
        }
        GameCompiler.checkTypes(document, operator, parameters);
        return number;
    }

    /** For each action, whether its command asks for nothing that changes. */
    private boolean[] fixedCommands(Set<Signature> changing) {
        boolean[] fixed = new boolean[grammar.actions().size()];
        for (int i = 0; i < fixed.length; i++) {
            JsonNode template =
                    document.actions().path(grammar.actions().get(i).name()).path("template");
            fixed[i] = GrammarCompiler.isFixed(document.rules(), template, changing);
        }
        return fixed;
    }
}
