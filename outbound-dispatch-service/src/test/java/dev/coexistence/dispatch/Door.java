package dev.coexistence.dispatch;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.URI;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicLong;

/** A way to Meta of one instance's own, which tells what that instance wrote. */
final class Door implements AutoCloseable {
    private final ServerSocket server;
    private final URI behind;
    private final Set<Socket> open = ConcurrentHashMap.newKeySet();
    private final AtomicLong bytes = new AtomicLong();

    Door(URI behind) {
        this.behind = behind;
        try {
            this.server = new ServerSocket(0, 50, InetAddress.getLoopbackAddress());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        Thread.ofVirtual().start(this::accept);
    }

    URI uri() {
        return URI.create("http://127.0.0.1:" + server.getLocalPort());
    }

    /** Bytes that went in so far. */
    long bytes() {
        return bytes.get();
    }

    private void accept() {
        try {
            while (!server.isClosed()) {
                Socket here = server.accept();
                Socket there = new Socket(behind.getHost(), behind.getPort());
                open.add(here);
                open.add(there);
                Thread.ofVirtual().start(() -> carry(here, there, true));
                Thread.ofVirtual().start(() -> carry(there, here, false));
            }
        } catch (IOException e) {
            close();
        }
    }

    private void carry(Socket from, Socket to, boolean counted) {
        try (from;
                to) {
            InputStream in = from.getInputStream();
            OutputStream out = to.getOutputStream();
            byte[] buffer = new byte[8192];
            for (int read = in.read(buffer); read >= 0; read = in.read(buffer)) {
                if (counted) {
                    bytes.addAndGet(read);
                }
                out.write(buffer, 0, read);
            }
        } catch (IOException e) {
            // One side is gone, and so the other goes.
        } finally {
            open.remove(from);
            open.remove(to);
        }
    }

    @Override
    public void close() {
        try {
            server.close();
            for (Socket one : open) {
                one.close();
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
