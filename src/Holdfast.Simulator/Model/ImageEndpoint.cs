namespace Holdfast.Simulator.Model;

/// <summary>
/// <c>/openai/v1/images/generations</c> and <c>/openai/v1/images/edits</c>, as of <c>gpt-image-1</c>:
/// https://platform.openai.com/docs/api-reference/images
/// </summary>
internal sealed class ImageEndpoint(ModelProvider provider, TimeProvider time)
{
    /// <summary>OpenAI's words for what it does not draw.</summary>
    private static readonly ModelProblem Blocked = new(
        "Your request was rejected by the safety system. If you believe this is an error, contact us at help.openai.com and include the request ID req_simulated.",
        Code: "moderation_blocked")
    {
        Type = "image_generation_user_error",
    };

    public async Task HandleAsync(HttpContext context, bool isEdit)
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

            var fields = new ImageFields();
            ImageRequest? request = null;
            if ((await fields.ReadAsync(body, context.Request.ContentType, isEdit, gone) ?? ImageRequestReader.Read(fields, isEdit, out request)) is { } problem)
            {
                await ModelErrors.WriteAsync(context, problem);
                return;
            }

            await AnswerAsync(context, request!, await provider.AnswerAsync(request!, time, gone));
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

    private async Task AnswerAsync(HttpContext context, ImageRequest request, ImageReply reply)
    {
        var gone = context.RequestAborted;
        if (reply.IsStalled) await Task.Delay(Timeout.InfiniteTimeSpan, time, gone);
        if (reply.Delay > TimeSpan.Zero) await Task.Delay(reply.Delay, time, gone);
        if (reply.FailureCode == Blocked.Code) await ModelErrors.WriteAsync(context, Blocked);
        else if (reply.FailureStatus is { } status) await ModelErrors.WriteAsync(context, status, reply.FailureCode);
        else await new ImageWriter(request, reply, time).WriteAsync(context.Response, gone);
    }
}
