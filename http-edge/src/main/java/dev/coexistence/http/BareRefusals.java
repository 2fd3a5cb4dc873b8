package dev.coexistence.http;

import io.netty.buffer.ByteBuf;
import io.netty.channel.ChannelDuplexHandler;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelPromise;
import io.netty.handler.codec.http.DefaultFullHttpResponse;
import io.netty.handler.codec.http.FullHttpResponse;
import io.netty.handler.codec.http.HttpHeaderNames;
import io.netty.handler.codec.http.HttpMethod;
import io.netty.handler.codec.http.HttpRequest;
import io.netty.handler.codec.http.HttpStatusClass;
import org.springframework.http.HttpStatusCode;
import org.springframework.http.MediaType;

/**
 * Channel handler that gives a problem to each refusal the codec makes by itself: a head that is
 * none or too long, an address that is no URI. One for each connection.
 */
final class BareRefusals extends ChannelDuplexHandler {
    private boolean bodiless;

    @Override
    public void channelRead(ChannelHandlerContext ctx, Object msg) {
        if (msg instanceof HttpRequest request) {
            bodiless = request.method().equals(HttpMethod.HEAD);
        }
        ctx.fireChannelRead(msg);
    }

    @Override
    public void write(ChannelHandlerContext ctx, Object msg, ChannelPromise promise) {
        var unused =
                ctx.write(
                        msg instanceof FullHttpResponse response && isBare(response)
                                ? addProblem(ctx, response)
                                : msg,
                        promise);
    }

    private boolean isBare(FullHttpResponse response) {
        var kind = response.status().codeClass();
        return !bodiless
                && (kind == HttpStatusClass.CLIENT_ERROR || kind == HttpStatusClass.SERVER_ERROR)
                && !response.content().isReadable()
                && !response.headers().contains(HttpHeaderNames.CONTENT_TYPE);
    }

    private static FullHttpResponse addProblem(
            ChannelHandlerContext ctx, FullHttpResponse response) {
        int status = response.status().code();
        String words = response.status().reasonPhrase();
        byte[] body =
                ProblemJson.bytes(
                        HttpProblems.of(
                                HttpStatusCode.valueOf(status),
                                HttpProblems.typeOf(words),
                                words,
                                "The request was refused before it was read"));
        ByteBuf content = ctx.alloc().buffer(body.length).writeBytes(body);
        var answer =
                new DefaultFullHttpResponse(response.protocolVersion(), response.status(), content);
        answer.headers()
                .set(response.headers())
                .set(HttpHeaderNames.CONTENT_TYPE, MediaType.APPLICATION_PROBLEM_JSON_VALUE)
                .set(HttpHeaderNames.CONTENT_LENGTH, body.length);
        response.release();
        return answer;
    }
}
