package io.oreo.alfworld.game;

import com.fasterxml.jackson.databind.JsonNode;
import io.oreo.alfworld.game.PreparedGame.Operators;
import io.oreo.alfworld.task.GameException;
import io.oreo.alfworld.task.SasTask;
import io.oreo.alfworld.task.SasTask.Operator;
import io.oreo.alfworld.task.Transitions.Ints;
import io.oreo.alfworld.text.FactTable.Signature;
import io.oreo.alfworld.text.Grammar;
import io.oreo.alfworld.text.GrammarCompiler;
import io.oreo.alfworld.text.Narrator;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
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
            String[] words = task.operators().get(i).name().split(" ");
            action[i] = action(task.operators().get(i), words[0]);
            from[i] = operands.size();
            for (int word = 1; word < words.length; word++) {
                Integer number = entityNumbers.get(words[word]);
                if (number == null) {
                    throw GameException.unsupported(
                            "'" + words[word] + "' is in no fact at the start");
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

    private static Ints numbers(String[] commands, TreeSet<String> texts) {
        Map<String, Integer> places = new TreeMap<>();
        texts.forEach(text -> places.put(text, places.size()));
        int[] numbers = new int[commands.length];
        for (int i = 0; i < commands.length; i++) {
            numbers[i] =
                    commands[i] == null ? PreparedGame.CHANGING : places.get(commands[i]);
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
        if (number == null) {
            throw GameException.malformed("the task has no action '" + name + "'");
        }
        GameCompiler.checkTypes(document, operator, document.parameters().get(name));
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
