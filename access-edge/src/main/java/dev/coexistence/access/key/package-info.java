/** API keys: their text, and the directory that every service has of them. */
@NullMarked
package dev.coexistence.access.key;

import org.jspecify.annotations.NullMarked;
