package dev.coexistence.connection;

import dev.coexistence.connection.meta.MetaApi;
import dev.coexistence.connection.meta.PhoneNode;
import dev.coexistence.connection.meta.TokenLife;
import dev.coexistence.graph.GraphAnswer;
import dev.coexistence.graph.Secret;
import java.util.List;

/** Calls to Meta that a process may not survive. */
record DyingMeta(MetaApi meta, CrashBoundaries boundaries) implements MetaApi {
    @Override
    public GraphAnswer<Secret> exchange(Secret code) {
        return boundaries.around("exchange", () -> meta.exchange(code));
    }

    @Override
    public GraphAnswer<Boolean> subscribe(String wabaId, Secret token) {
        return boundaries.around("subscribe", () -> meta.subscribe(wabaId, token));
    }

    @Override
    public GraphAnswer<Boolean> findSubscription(String wabaId, Secret token) {
        return boundaries.around("subscribed", () -> meta.findSubscription(wabaId, token));
    }

    @Override
    public GraphAnswer<TokenLife> inspect(Secret token) {
        return meta.inspect(token);
    }

    @Override
    public GraphAnswer<List<PhoneNode>> numbersOf(String wabaId, Secret token) {
        return boundaries.around("numbersOf", () -> meta.numbersOf(wabaId, token));
    }

    @Override
    public GraphAnswer<PhoneNode> number(String phoneNumberId, Secret token) {
        return boundaries.around("number", () -> meta.number(phoneNumberId, token));
    }

    @Override
    public GraphAnswer<Boolean> register(String phoneNumberId, Secret pin, Secret token) {
        return boundaries.around("register", () -> meta.register(phoneNumberId, pin, token));
    }

    @Override
    public GraphAnswer<Boolean> deregister(String phoneNumberId, Secret token) {
        return boundaries.around("deregister", () -> meta.deregister(phoneNumberId, token));
    }

    @Override
    public GraphAnswer<String> requestSync(String phoneNumberId, Sync sync, Secret token) {
        boundaries.reached("before " + sync);
        boundaries.counts.merge(sync, 1, Integer::sum);
        var answer = meta.requestSync(phoneNumberId, sync, token);
        boundaries.reached("after " + sync);
        return answer;
    }
}
