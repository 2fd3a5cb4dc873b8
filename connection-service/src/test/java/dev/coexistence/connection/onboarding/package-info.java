@NullMarked
package dev.coexistence.connection.onboarding;

import org.jspecify.annotations.NullMarked;
