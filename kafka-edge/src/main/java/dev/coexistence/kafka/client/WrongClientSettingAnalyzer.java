package dev.coexistence.kafka.client;

import dev.coexistence.schemas.broker.WrongClientSetting;
import org.springframework.boot.diagnostics.AbstractFailureAnalyzer;
import org.springframework.boot.diagnostics.FailureAnalysis;

/** Says in two sentences instead of a stack trace which setting is wrong. */
final class WrongClientSettingAnalyzer extends AbstractFailureAnalyzer<WrongClientSetting> {

    @Override
    protected FailureAnalysis analyze(Throwable rootFailure, WrongClientSetting cause) {
        return new FailureAnalysis(
                cause.getMessage() + ".",
                "Set KAFKA_CLIENT_* and KAFKA_REGISTRY_* as kafka-edge/README.md lists them.",
                cause);
    }
}
