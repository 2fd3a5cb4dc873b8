package dev.coexistence.conversation.media;

import java.io.IOException;
import java.io.InputStream;
import java.nio.channels.FileChannel;
import java.nio.file.AtomicMoveNotSupportedException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.util.Optional;

/** Media in a folder, spread over subfolders. */
final class FolderStore implements MediaStore {
    private static final int FOLDERS = 1024;
    private final Path root;

    FolderStore(Path root) {
        this.root = root;
    }

    @Override
    public void keep(long message, Path file) throws IOException {
        Path place = place(message);
        Files.createDirectories(place.getParent());
        try (FileChannel channel = FileChannel.open(file, StandardOpenOption.WRITE)) {
            channel.force(true);
        }
        try {
            move(file, place);
        } catch (AtomicMoveNotSupportedException _) {
            Path beside = place.resolveSibling(place.getFileName() + ".part");
            Files.copy(file, beside, StandardCopyOption.REPLACE_EXISTING);
            move(beside, place);
        }
    }

    private static void move(Path from, Path to) throws IOException {
        Files.move(from, to, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
    }

    @Override
    public Optional<InputStream> open(long message) throws IOException {
        try {
            return Optional.of(Files.newInputStream(place(message)));
        } catch (NoSuchFileException _) {
            return Optional.empty();
        }
    }

    @Override
    public void remove(long message) throws IOException {
        Files.deleteIfExists(place(message));
    }

    private Path place(long message) {
        return root.resolve(Long.toString(message % FOLDERS)).resolve(Long.toString(message));
    }
}
