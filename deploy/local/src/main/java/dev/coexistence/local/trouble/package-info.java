/**
 * Trouble that services meet in the field, for tests: a pooler before the database, records of
 * poison.
 */
@NullMarked
package dev.coexistence.local.trouble;

import org.jspecify.annotations.NullMarked;
