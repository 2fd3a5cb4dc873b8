package dev.coexistence.benchmarks.dispatch;

import dev.coexistence.access.Scope;
import dev.coexistence.access.key.ApiKeyText;
import dev.coexistence.benchmarks.rig.BenchmarkRig;
import dev.coexistence.benchmarks.rig.EventPublisher;
import dev.coexistence.benchmarks.rig.SimulatorControl;
import dev.coexistence.schemas.TokenCipher;
import dev.coexistence.schemas.Topics;
import dev.coexistence.schemas.events.ApiKey;
import dev.coexistence.schemas.events.CommandAction;
import dev.coexistence.schemas.events.Connection;
import dev.coexistence.schemas.events.ConnectionMode;
import dev.coexistence.schemas.events.ConnectionStatus;
import dev.coexistence.schemas.events.Priority;
import dev.coexistence.schemas.events.SendCommand;
import dev.coexistence.schemas.events.TextContent;
import dev.coexistence.schemas.events.UnknownPolicy;
import java.nio.ByteBuffer;
import java.security.SecureRandom;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.atomic.AtomicLong;

/** Stands for the systems before the dispatcher: connects numbers, commands, issues keys. */
public final class UpstreamSystem implements AutoCloseable {
    private final EventPublisher events;
    private final TokenCipher cipher;
    private final InstantSource clock = InstantSource.system();
    private final AtomicLong version = new AtomicLong();

    public UpstreamSystem(BenchmarkRig rig) {
        this.events = new EventPublisher(rig);
        this.cipher = rig.cipher();
    }

    public void connect(SimulatorControl.Number number, ConnectionMode mode, int budget) {
        events.write(
                Topics.CONNECTIONS,
                number.id(),
                Connection.newBuilder()
                        .setPhoneNumberId(number.id())
                        .setConnectionId("bench-" + number.id())
                        .setEpoch(1)
                        .setVersion(version.incrementAndGet())
                        .setState(ConnectionStatus.CONNECTED)
                        .setMode(mode)
                        .setBudgetPerSecond(budget)
                        .setPolicyEdition("seven-io")
                        .setDisabledFeatures(List.of())
                        .setEncryptedToken(
                                ByteBuffer.wrap(cipher.encrypt(number.id(), number.token())))
                        .setChangedAt(now())
                        .build());
    }

    void send(String commandId, String number, String to) {
        events.write(
                Topics.SEND_COMMANDS,
                number,
                SendCommand.newBuilder()
                        .setCommandId(commandId)
                        .setAction(CommandAction.SEND)
                        .setPhoneNumberId(number)
                        .setTo(to)
                        .setText(TextContent.newBuilder().setBody("hello").build())
                        .setPriority(Priority.NORMAL)
                        .setUnknownPolicy(UnknownPolicy.PARK)
                        .build());
    }

    /**
     * Issues an API key that does not expire.
     *
     * @return its text, to be sent as a bearer
     */
    public String issueKey(String tenant, Scope... scopes) {
        ApiKeyText key = ApiKeyText.generate(new SecureRandom());
        events.write(
                Topics.API_KEYS,
                key.id(),
                ApiKey.newBuilder()
                        .setKeyId(key.id())
                        .setTenant(tenant)
                        .setName("benchmark")
                        .setSecretHash(ByteBuffer.wrap(key.hash()))
                        .setScopes(Arrays.stream(scopes).map(Scope::word).toList())
                        .setCreatedAt(now())
                        .setCreatedBy("benchmark")
                        .build());
        return key.text();
    }

    /** Returns when the broker has everything written so far. */
    public void flush() {
        events.flush();
    }

    @Override
    public void close() {
        events.close();
    }

    private Instant now() {
        return Instant.ofEpochMilli(clock.millis());
    }
}
