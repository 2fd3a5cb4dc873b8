/** States of a connection and their transitions: decisions without a framework. */
@NullMarked
package dev.coexistence.connection.lifecycle;

import org.jspecify.annotations.NullMarked;
