package dev.coexistence.conversation.page;

import java.io.Closeable;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;

/** The line between a browser and a service; it can be cut and mended, and hold requests back. */
final class Wire implements AutoCloseable {
    private final ServerSocket entrance;
    private final Set<Socket> sockets = ConcurrentHashMap.newKeySet();
    private final ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor();
    private final CountDownLatch released = new CountDownLatch(1);
    private volatile URI service;
    private volatile boolean cut;
    private volatile String held = "no request begins like this";

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

    /** Leads new connections to another service; those that there are stay. */
    void leadTo(URI other) {
        service = other;
    }

    void mend() {
        cut = false;
    }

    /** Holds requests for that path back until {@link #release}. */
    void hold(String path) {
        held = "GET " + path + " ";
    }

    void release() {
        released.countDown();
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
        URI there = service;
        try (browser;
                var to = new Socket(there.getHost(), there.getPort())) {
            sockets.add(to);
            if (cut) {
                return;
            }
            threads.execute(() -> copy(to, browser));
            carry(browser, to);
            sockets.remove(to);
        } catch (IOException _) {
            end(browser);
        } catch (InterruptedException _) {
            Thread.currentThread().interrupt();
        } finally {
            sockets.remove(browser);
        }
    }

    private void carry(Socket browser, Socket to) throws IOException, InterruptedException {
        byte[] bytes = new byte[16_384];
        for (int n = browser.getInputStream().read(bytes);
                n >= 0;
                n = browser.getInputStream().read(bytes)) {
            if (new String(bytes, 0, n, StandardCharsets.ISO_8859_1).startsWith(held)) {
                released.await();
            }
            to.getOutputStream().write(bytes, 0, n);
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
        release();
        end(entrance);
        cut();
        threads.close();
    }
}
