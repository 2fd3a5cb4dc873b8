/** The lifecycle of a connected number: sign-up, onboarding, health, end. */
@NullMarked
package dev.coexistence.connection;

import org.jspecify.annotations.NullMarked;
