package dev.coexistence.conversation.page.inbox;

import dev.coexistence.conversation.live.Follower;
import dev.coexistence.conversation.live.Follower.Told;
import org.springframework.stereotype.Component;
import reactor.core.publisher.Flux;

/** Changes as the projector makes them. */
@Component
class FollowedChanges implements Changes {
    private final Follower follower;

    FollowedChanges(Follower follower) {
        this.follower = follower;
    }

    @Override
    public Flux<Told> fromNow() {
        return follower.from(null);
    }
}
