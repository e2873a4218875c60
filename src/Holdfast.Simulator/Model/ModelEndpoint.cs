using System.Text;
using Holdfast.Simulator.Identity;
using Holdfast.Simulator.Json;

namespace Holdfast.Simulator.Model;

/// <summary><c>/openai/v1/chat/completions</c>, <c>/openai/v1/responses</c> and <c>/openai/v1/models</c>, with and without streaming.</summary>
internal sealed class ModelEndpoint(ModelProvider provider, string key, IdSource ids, TimeProvider time)
{
    private const int MaxBodyBytes = 16 * 1024 * 1024;
    private const string JsonType = "application/json";

    private delegate ModelRequest? ReadRequest(ReadOnlyMemory<byte> body, out ModelProblem problem);

    public async Task HandleAsync(HttpContext context, string path)
    {
        if (context.Request.Headers.Authorization.ToString() != $"Bearer {key}")
        {
            await FailAsync(context, 401, "invalid_api_key", "Incorrect API key provided.");
            return;
        }

        switch (path)
        {
            case "chat/completions" when HttpMethods.IsPost(context.Request.Method):
                await AnswerAsync(context, ModelRequestReader.Read, (request, reply) => new CompletionWriter(ids.Prefixed("", 24), request, reply, provider.Pace, time));
                return;
            case "responses" when HttpMethods.IsPost(context.Request.Method):
                await AnswerAsync(context, ResponsesReader.Read, (request, reply) => new ResponsesWriter(ids.Prefixed("", 24), request, reply, provider.Pace, time));
                return;
            case "models" when HttpMethods.IsGet(context.Request.Method):
                await WriteModelsAsync(context);
                return;
            default:
                await FailAsync(context, 404, "unknown_url", $"Unknown request URL: {context.Request.Method} /openai/v1/{path}.");
                return;
        }
    }

    private async Task AnswerAsync(HttpContext context, ReadRequest read, Func<ModelRequest, ModelReply, IAnswerWriter> write)
    {
        var gone = context.RequestAborted;
        var cancelled = false;
        provider.Entered();
        try
        {
            if (await ReadBodyAsync(context, gone) is not { } body)
            {
                await FailAsync(context, 413, "request_too_large", $"The body is larger than {MaxBodyBytes} bytes.");
                return;
            }

            if (read(body, out var problem) is not { } request)
            {
                await FailAsync(context, problem.Status, problem.Code, problem.Message, problem.Param);
                return;
            }

            var reply = await provider.AnswerAsync(request, time, gone);
            if (reply.IsStalled) await Task.Delay(Timeout.InfiniteTimeSpan, time, gone);
            if (reply.Delay > TimeSpan.Zero) await Task.Delay(reply.Delay, time, gone);
            await SayAsync(context, request, reply, write, gone);
        }
        catch (OperationCanceledException) when (gone.IsCancellationRequested)
        {
            cancelled = true;
        }
        catch (IOException)
        {
            cancelled = true;
        }
        finally
        {
            provider.Left(cancelled);
        }
    }

    private static async Task SayAsync(
        HttpContext context, ModelRequest request, ModelReply reply, Func<ModelRequest, ModelReply, IAnswerWriter> write, CancellationToken gone)
    {
        if (reply.IsGarbage)
        {
            context.Response.ContentType = JsonType;
            await context.Response.WriteAsync("<html>upstream connect error}", gone);
            return;
        }

        if (reply.FailureStatus is { } status)
        {
            if (status == 429) context.Response.Headers.RetryAfter = "1";
            await FailAsync(context, status, reply.FailureCode ?? "server_error", MessageFor(status, reply.FailureCode));
            return;
        }

        var writer = write(request, reply);
        if (request.Stream) await writer.StreamAsync(context.Response, gone);
        else await writer.WriteAsync(context.Response, gone);
    }

    private static async Task<byte[]?> ReadBodyAsync(HttpContext context, CancellationToken gone)
    {
        if (context.Request.ContentLength > MaxBodyBytes) return null;
        using var body = new MemoryStream();
        var buffer = new byte[16 * 1024];
        while (await context.Request.Body.ReadAsync(buffer, gone) is > 0 and var read)
        {
            if (body.Length + read > MaxBodyBytes) return null;
            body.Write(buffer, 0, read);
        }

        return body.ToArray();
    }

    private static async Task WriteModelsAsync(HttpContext context)
    {
        context.Response.ContentType = JsonType;
        await context.Response.WriteAsync(
            """{"object":"list","data":[{"id":"simulated","object":"model","created":1700000000,"owned_by":"holdfast-simulator"},{"id":"gpt-4o-mini","object":"model","created":1700000000,"owned_by":"holdfast-simulator"},{"id":"gpt-4.1-mini","object":"model","created":1700000000,"owned_by":"holdfast-simulator"}]}""",
            context.RequestAborted);
    }

    private static async Task FailAsync(HttpContext context, int status, string? code, string message, string? param = null)
    {
        context.Response.StatusCode = status;
        context.Response.ContentType = JsonType;
        var buffer = JsonBuffer.Rent();
        var writer = buffer.Writer;
        writer.WriteStartObject();
        writer.WriteStartObject("error");
        writer.WriteString("message", message);
        writer.WriteString("type", TypeOf(status));
        writer.WriteString("param", param);
        writer.WriteString("code", code);
        writer.WriteEndObject();
        writer.WriteEndObject();
        var json = Encoding.UTF8.GetString(buffer.Written());
        buffer.Return();
        await context.Response.WriteAsync(json, context.RequestAborted);
    }

    private static string TypeOf(int status) => status switch
    {
        429 => "rate_limit_error",
        >= 500 => "server_error",
        _ => "invalid_request_error",
    };

    private static string MessageFor(int status, string? code) => code switch
    {
        "context_length_exceeded" => "This model's maximum context length is 8192 tokens. However, your messages resulted in more tokens.",
        "rate_limit_exceeded" => "Rate limit reached. Please try again in 1s.",
        "invalid_api_key" => "Incorrect API key provided.",
        "model_not_found" => "The model does not exist or you do not have access to it.",
        _ => $"The simulated provider was asked to fail with {status}.",
    };
}
