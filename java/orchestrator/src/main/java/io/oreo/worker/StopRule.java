package io.oreo.worker;

/**
 * When a continuation stops.
 *
 * @param atStepEnd at the end of the first step
 * @param stepRule what ends a step
 * @param maxNewTokens most new tokens
 * @param maxLength most tokens of prefix and continuation; 0: the model's context length
 */
public record StopRule(boolean atStepEnd, StepRule stepRule, int maxNewTokens, int maxLength) {}
