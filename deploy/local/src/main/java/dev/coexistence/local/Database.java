package dev.coexistence.local;

/** A PostgreSQL database and how to reach it. */
public record Database(String url, String user, String password) {}
