package dev.coexistence.local.story;

/** One part of the story, told once the numbers are connected. */
interface StoryChapter {
    String title();

    void tell(StoryCast cast, StoryChecks checks);
}
