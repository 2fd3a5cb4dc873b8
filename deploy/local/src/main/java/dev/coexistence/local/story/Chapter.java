package dev.coexistence.local.story;

/** One part of the story, told once the numbers are connected. */
interface Chapter {
    String title();

    void tell(Cast cast, Checks checks);
}
