/** Way to the brokers and to the schema registry: addresses, encryption, log-in. */
@NullMarked
package dev.coexistence.schemas.broker;

import org.jspecify.annotations.NullMarked;
