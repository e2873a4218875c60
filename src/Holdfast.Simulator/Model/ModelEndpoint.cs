using Holdfast.Simulator.Identity;

namespace Holdfast.Simulator.Model;

/// <summary><c>/openai/v1/chat/completions</c>, <c>/openai/v1/responses</c>, <c>/openai/v1/images/…</c> and <c>/openai/v1/models</c>, with and without streaming.</summary>
internal sealed class ModelEndpoint(ModelProvider provider, string key, IdSource ids, TimeProvider time)
{
    private const string JsonType = "application/json";

    private readonly ImageEndpoint _images = new(provider, time);

    private delegate ModelRequest? ReadRequest(ReadOnlyMemory<byte> body, out ModelProblem problem);

    public async Task HandleAsync(HttpContext context, string path)
    {
        if (context.Request.Headers.Authorization.ToString() != $"Bearer {key}")
        {
            await ModelErrors.WriteAsync(context, 401, "invalid_api_key");
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
            case "images/generations" or "images/edits" when HttpMethods.IsPost(context.Request.Method):
                await _images.HandleAsync(context, isEdit: path == "images/edits");
                return;
            case "models" when HttpMethods.IsGet(context.Request.Method):
                await WriteModelsAsync(context);
                return;
            default:
                await ModelErrors.WriteAsync(
                    context, new ModelProblem($"Unknown request URL: {context.Request.Method} /openai/v1/{path}.", Code: "unknown_url") { Status = 404 });
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
            if (await ModelBody.ReadAsync(context) is not { } body)
            {
                await ModelErrors.WriteAsync(context, ModelBody.TooLarge);
                return;
            }

            if (read(body, out var problem) is not { } request)
            {
                await ModelErrors.WriteAsync(context, problem);
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
            await ModelErrors.WriteAsync(context, status, reply.FailureCode);
            return;
        }

        var writer = write(request, reply);
        if (request.Stream) await writer.StreamAsync(context.Response, gone);
        else await writer.WriteAsync(context.Response, gone);
    }

    private static async Task WriteModelsAsync(HttpContext context)
    {
        context.Response.ContentType = JsonType;
        await context.Response.WriteAsync(
            """{"object":"list","data":[{"id":"simulated","object":"model","created":1700000000,"owned_by":"holdfast-simulator"},{"id":"gpt-4o-mini","object":"model","created":1700000000,"owned_by":"holdfast-simulator"},{"id":"gpt-4.1-mini","object":"model","created":1700000000,"owned_by":"holdfast-simulator"},{"id":"gpt-image-1","object":"model","created":1700000000,"owned_by":"holdfast-simulator"}]}""",
            context.RequestAborted);
    }
}
