/** That Meta takes nothing of a number at present: what the dispatcher tells of it. */
@NullMarked
package dev.coexistence.connection.hold;

import org.jspecify.annotations.NullMarked;
