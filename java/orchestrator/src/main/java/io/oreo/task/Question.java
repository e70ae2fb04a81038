package io.oreo.task;

/**
 * A question of a benchmark as it stands in a file.
 *
 * @param id where it stands, unique in the benchmark: {@code train/17}
 * @param text what is asked
 * @param solution a correct worked solution
 * @param answer the correct answer
 * @param level how hard it is, 1 to 5; 0 where the benchmark does not say
 * @param subject what it is about; empty where the benchmark does not say
 */
record Question(
        String id, String text, String solution, String answer, int level, String subject) {}
