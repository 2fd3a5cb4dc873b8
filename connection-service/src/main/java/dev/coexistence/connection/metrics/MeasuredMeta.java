package dev.coexistence.connection.metrics;

import dev.coexistence.connection.meta.MetaAnswer;
import dev.coexistence.connection.meta.MetaApi;
import dev.coexistence.connection.meta.PhoneNode;
import dev.coexistence.connection.meta.Secret;
import dev.coexistence.connection.metrics.ConnectionMetrics.MetaCall;
import java.util.List;

/** Meta with every call timed. */
public class MeasuredMeta implements MetaApi {
    private final MetaApi meta;
    private final ConnectionMetrics metrics;

    public MeasuredMeta(MetaApi meta, ConnectionMetrics metrics) {
        this.meta = meta;
        this.metrics = metrics;
    }

    @Override
    public MetaAnswer<Secret> exchange(Secret code) {
        return metrics.timed(MetaCall.EXCHANGE_CODE, () -> meta.exchange(code));
    }

    @Override
    public MetaAnswer<Boolean> subscribe(String wabaId, Secret token) {
        return metrics.timed(MetaCall.SUBSCRIBE, () -> meta.subscribe(wabaId, token));
    }

    @Override
    public MetaAnswer<Boolean> subscribed(String wabaId, Secret token) {
        return metrics.timed(MetaCall.SUBSCRIBED, () -> meta.subscribed(wabaId, token));
    }

    @Override
    public MetaAnswer<List<PhoneNode>> numbersOf(String wabaId, Secret token) {
        return metrics.timed(MetaCall.NUMBERS, () -> meta.numbersOf(wabaId, token));
    }

    @Override
    public MetaAnswer<PhoneNode> number(String phoneNumberId, Secret token) {
        return metrics.timed(MetaCall.NUMBER, () -> meta.number(phoneNumberId, token));
    }

    @Override
    public MetaAnswer<Boolean> register(String phoneNumberId, Secret pin, Secret token) {
        return metrics.timed(MetaCall.REGISTER, () -> meta.register(phoneNumberId, pin, token));
    }

    @Override
    public MetaAnswer<Boolean> deregister(String phoneNumberId, Secret token) {
        return metrics.timed(MetaCall.DEREGISTER, () -> meta.deregister(phoneNumberId, token));
    }

    @Override
    public MetaAnswer<String> requestSync(String phoneNumberId, Sync sync, Secret token) {
        var call =
                switch (sync) {
                    case CONTACTS -> MetaCall.SYNC_CONTACTS;
                    case HISTORY -> MetaCall.SYNC_HISTORY;
                };
        return metrics.timed(call, () -> meta.requestSync(phoneNumberId, sync, token));
    }
}
