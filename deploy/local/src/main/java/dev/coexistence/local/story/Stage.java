package dev.coexistence.local.story;

/** Everything with which the story reaches the system. */
record Stage(World world, Web web, Log log, Simulator simulator, Conversations conversations) {
    static Stage of(World world) {
        var web = new Web();
        return new Stage(
                world,
                web,
                new Log(world),
                new Simulator(web, world.at().simulator()),
                new Conversations(web, world.at().conversation()));
    }

    void leave() {
        log.close();
        web.close();
    }
}
