package dev.coexistence.conversation.page;

import java.io.Closeable;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.URI;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;

/** The line between a browser and a service; it can be cut and mended. */
final class Wire implements AutoCloseable {
    private final URI service;
    private final ServerSocket entrance;
    private final Set<Socket> sockets = ConcurrentHashMap.newKeySet();
    private final ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor();
    private volatile boolean cut;

    private Wire(URI service) throws IOException {
        this.service = service;
        entrance = new ServerSocket(0, 50, InetAddress.getLoopbackAddress());
        threads.execute(this::accept);
    }

    static Wire to(URI service) {
        try {
            return new Wire(service);
        } catch (IOException e) {
            throw new UncheckedIOException("No wire can be laid", e);
        }
    }

    /** Where the browser finds the service. */
    String address() {
        return "http://127.0.0.1:" + entrance.getLocalPort();
    }

    /** Ends every connection; new ones end at once. */
    void cut() {
        cut = true;
        sockets.forEach(Wire::end);
    }

    void mend() {
        cut = false;
    }

    private void accept() {
        while (!entrance.isClosed()) {
            try {
                Socket browser = entrance.accept();
                threads.execute(() -> lead(browser));
            } catch (IOException _) {
                end(entrance);
            }
        }
    }

    private void lead(Socket browser) {
        sockets.add(browser);
        try (browser;
                var to = new Socket(service.getHost(), service.getPort())) {
            sockets.add(to);
            if (cut) {
                return;
            }
            threads.execute(() -> copy(to, browser));
            browser.getInputStream().transferTo(to.getOutputStream());
            sockets.remove(to);
        } catch (IOException _) {
            end(browser);
        } finally {
            sockets.remove(browser);
        }
    }

    private static void copy(Socket from, Socket to) {
        try {
            from.getInputStream().transferTo(to.getOutputStream());
        } catch (IOException _) {
            end(from);
        } finally {
            end(to);
        }
    }

    private static void end(Closeable socket) {
        try {
            socket.close();
        } catch (IOException e) {
            throw new UncheckedIOException("It cannot be closed", e);
        }
    }

    @Override
    public void close() {
        end(entrance);
        cut();
        threads.close();
    }
}
