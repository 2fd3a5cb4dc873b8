/** The audit: what callers did, on its way to the topic, and for people to read. */
@NullMarked
package dev.coexistence.connection.audit;

import org.jspecify.annotations.NullMarked;
