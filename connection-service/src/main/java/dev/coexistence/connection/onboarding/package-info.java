/** From the sign-up to the link that works. */
@NullMarked
package dev.coexistence.connection.onboarding;

import org.jspecify.annotations.NullMarked;
