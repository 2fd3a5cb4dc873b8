package dev.coexistence.local.launch;

import java.nio.file.Path;

/**
 * One local system: where its programs are, where its data is, where it listens.
 *
 * @param root of the project
 * @param data of this system
 * @param ports of this system
 * @param secrets of this system
 * @param partitions of every topic, where topics are made
 * @param open whether everybody on this machine may do everything, without a log-in
 */
record LocalSetup(
        Path root,
        DataFolder data,
        PortAssignment ports,
        LocalSecrets secrets,
        int partitions,
        boolean open) {}
