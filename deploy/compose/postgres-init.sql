-- Runs once, when the database's folder is new. The services make their own schemas in coexistence.
CREATE DATABASE registry;
