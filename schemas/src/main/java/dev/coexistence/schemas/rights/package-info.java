/** Rights at the brokers: which program may do what with which topic and group. */
@NullMarked
package dev.coexistence.schemas.rights;

import org.jspecify.annotations.NullMarked;
