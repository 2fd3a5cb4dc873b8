package dev.coexistence.conversation.page.inbox;

import dev.coexistence.conversation.live.Follower.Told;
import reactor.core.publisher.Flux;

/** What changes from now on. Never ends by itself. */
public interface Changes {
    Flux<Told> fromNow();
}
