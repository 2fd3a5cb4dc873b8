/** What happens to a link once it works, and who notices. */
@NullMarked
package dev.coexistence.connection.watch;

import org.jspecify.annotations.NullMarked;
