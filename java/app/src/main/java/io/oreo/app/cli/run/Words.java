package io.oreo.app.cli.run;

import io.oreo.run.Stage;

/** Stages in words, as lists and messages show them. */
final class Words {

    private Words() {}

    static String of(Stage stage) {
        return switch (stage) {
            case NEW -> "new";
            case PREPARING -> "preparing the model";
            case ENCODING -> "reading demonstrations";
            case TRAINING -> "training";
            case EVALUATING -> "evaluating";
            case BETWEEN_ITERATIONS -> "between iterations";
            case COLLECTING -> "collecting rollouts";
            case GRADING -> "grading";
            case REPORTING -> "reporting";
            case DONE -> "done";
        };
    }
}
