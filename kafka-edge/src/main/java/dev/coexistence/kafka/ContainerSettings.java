package dev.coexistence.kafka;

import org.springframework.kafka.listener.ContainerProperties;

/**
 * Settings of listener containers that no property carries, such as the threads they run on. A
 * service declares a bean.
 */
@FunctionalInterface
public interface ContainerSettings {

    /** Sets what is the group's; its offsets, its listener and its failures are not to be set. */
    void apply(String group, ContainerProperties container);
}
