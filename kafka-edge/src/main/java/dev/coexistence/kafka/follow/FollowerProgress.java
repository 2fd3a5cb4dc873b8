package dev.coexistence.kafka.follow;

/** Progress of a follower, as its surroundings are told. */
public interface FollowerProgress {

    /** Notes that it could not read, and tries again. */
    void repeats(Throwable why);

    /** Notes that it reads. */
    void passed();
}
