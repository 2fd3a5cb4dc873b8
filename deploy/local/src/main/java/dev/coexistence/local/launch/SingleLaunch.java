package dev.coexistence.local.launch;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;

/** At most one launcher at a data folder; the lock goes with the process, however it ends. */
final class SingleLaunch implements AutoCloseable {
    private final FileChannel channel;

    private SingleLaunch(FileChannel channel) {
        this.channel = channel;
    }

    /**
     * @throws IllegalStateException where another launcher runs; the message says which process
     */
    static SingleLaunch at(DataFolder data) {
        try {
            Files.createDirectories(data.root());
            Path file = data.lock();
            var channel =
                    FileChannel.open(file, StandardOpenOption.CREATE, StandardOpenOption.WRITE);
            FileLock lock = channel.tryLock();
            if (lock == null) {
                channel.close();
                throw new IllegalStateException(
                        "A local system runs already in "
                                + data.root()
                                + " (process "
                                + Files.readString(file, StandardCharsets.UTF_8).strip()
                                + "): stop it first, or choose another folder with --data");
            }
            channel.truncate(0);
            channel.write(
                    ByteBuffer.wrap(
                            Long.toString(ProcessHandle.current().pid())
                                    .getBytes(StandardCharsets.UTF_8)));
            channel.force(false);
            return new SingleLaunch(channel);
        } catch (IOException e) {
            throw new UncheckedIOException("The data folder cannot be locked", e);
        }
    }

    @Override
    public void close() {
        try {
            channel.close();
        } catch (IOException e) {
            throw new UncheckedIOException("The lock cannot be released", e);
        }
    }
}
