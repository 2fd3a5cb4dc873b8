package dev.coexistence.http;

import io.netty.channel.ChannelDuplexHandler;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;
import io.netty.channel.ChannelPromise;
import io.netty.handler.codec.http.HttpRequest;
import io.netty.handler.codec.http.HttpResponse;
import io.netty.handler.codec.http.HttpStatusClass;
import io.netty.handler.codec.http.LastHttpContent;
import io.netty.handler.timeout.ReadTimeoutException;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/**
 * Channel handler that ends a connection whose request takes too long: its head in all, its body in
 * all, or no request at all. A byte now and then gains nothing. It stands before the codec, where
 * it sees bytes, and has {@link #behindCodec} after it, where it sees messages. One for each
 * connection; everything runs on the connection's event loop, and a request costs no timer:
 * whenever the one timer fires, it checks the present part.
 */
final class RequestClock extends ChannelInboundHandlerAdapter {
    private final HttpEdgeSettings settings;
    private final UnfinishedHeads heads;

    private Part part = Part.HEAD;
    private long since;
    private int unanswered;
    private @Nullable Future<?> timer;
    private UnfinishedHeads.@Nullable Place place;

    /** The part of an exchange that a connection is in. */
    private enum Part {
        /** Begun with the connection or with the first byte after a request. */
        HEAD,
        BODY,
        /** The service's turn: it may take as long as it likes. */
        ANSWER,
        IDLE
    }

    RequestClock(HttpEdgeSettings settings, UnfinishedHeads heads) {
        this.settings = settings;
        this.heads = heads;
    }

    @Override
    public void handlerAdded(ChannelHandlerContext ctx) {
        begin(Part.HEAD);
        place = heads.enter(ctx.channel());
        checkDeadline(ctx);
    }

    @Override
    public void channelRead(ChannelHandlerContext ctx, Object msg) {
        boolean begins = part == Part.IDLE || part == Part.ANSWER;
        if (begins) {
            begin(Part.HEAD);
        }
        ctx.fireChannelRead(msg);
        if (begins && part == Part.HEAD && place == null) {
            place = heads.enter(ctx.channel());
        }
    }

    @Override
    public void channelInactive(ChannelHandlerContext ctx) {
        leave();
        if (timer != null) {
            timer.cancel(false);
        }
        ctx.fireChannelInactive();
    }

    private void begin(Part next) {
        part = next;
        since = System.nanoTime();
    }

    private void leave() {
        if (place != null) {
            place.leave();
            place = null;
        }
    }

    private void checkDeadline(ChannelHandlerContext ctx) {
        long limit = limit();
        long left = limit - (part == Part.ANSWER ? 0 : System.nanoTime() - since);
        if (left > 0) {
            // A part that begins meanwhile must be noticed within the shortest limit.
            long shortest =
                    Math.min(settings.headTimeout().toNanos(), settings.bodyTimeout().toNanos());
            timer =
                    ctx.executor()
                            .schedule(
                                    () -> checkDeadline(ctx),
                                    Math.min(left, shortest),
                                    TimeUnit.NANOSECONDS);
            return;
        }
        // The reader of the body gets the timeout, so that it can still answer.
        if (part == Part.BODY && unanswered > 0) {
            ctx.fireExceptionCaught(ReadTimeoutException.INSTANCE);
        }
        var unused = ctx.close();
    }

    private long limit() {
        return switch (part) {
            case HEAD -> settings.headTimeout().toNanos();
            case BODY -> settings.bodyTimeout().toNanos();
            case ANSWER, IDLE -> settings.idleTimeout().toNanos();
        };
    }

    /** The handler to add after the codec. */
    ChannelDuplexHandler behindCodec() {
        return new ChannelDuplexHandler() {
            @Override
            public void channelRead(ChannelHandlerContext ctx, Object msg) {
                if (msg instanceof HttpRequest) {
                    leave();
                    unanswered++;
                    begin(Part.BODY);
                }
                if (msg instanceof LastHttpContent) {
                    begin(unanswered > 0 ? Part.ANSWER : Part.IDLE);
                }
                ctx.fireChannelRead(msg);
            }

            @Override
            public void write(ChannelHandlerContext ctx, Object msg, ChannelPromise promise) {
                if (msg instanceof LastHttpContent && !isInterim(msg) && --unanswered <= 0) {
                    unanswered = 0;
                    if (part == Part.ANSWER) {
                        begin(Part.IDLE);
                    }
                }
                var unused = ctx.write(msg, promise);
            }
        };
    }

    private static boolean isInterim(Object msg) {
        return msg instanceof HttpResponse response
                && response.status().codeClass() == HttpStatusClass.INFORMATIONAL;
    }
}
