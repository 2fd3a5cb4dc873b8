@NullMarked
package dev.coexistence.local.story;

import org.jspecify.annotations.NullMarked;
