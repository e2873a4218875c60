using System.Buffers;

namespace Holdfast.Hosting.SlackRequests;

/// <summary>The body of a request, read within bounds: whoever sends it is not known before the whole of it is here.</summary>
internal static class RequestBody
{
    /// <summary>Slack has given up long before.</summary>
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(10);

    /// <summary>The whole body.</summary>
    /// <exception cref="BadHttpRequestException">It is too large (413), or came too slowly (408).</exception>
    public static async Task<byte[]> ReadAsync(HttpContext context, int most, TimeProvider time)
    {
        if (context.Request.ContentLength > most)
            throw TooLarge();
        using var patience = new CancellationTokenSource(Patience, time);
        using var either = CancellationTokenSource.CreateLinkedTokenSource(patience.Token, context.RequestAborted);
        var reader = context.Request.BodyReader;
        try
        {
            while (true)
            {
                var read = await reader.ReadAsync(either.Token);
                if (read.Buffer.Length > most)
                    throw TooLarge();
                if (read.IsCompleted)
                {
                    var body = read.Buffer.ToArray();
                    reader.AdvanceTo(read.Buffer.End);
                    return body;
                }

                reader.AdvanceTo(read.Buffer.Start, read.Buffer.End);
            }
        }
        catch (OperationCanceledException e) when (patience.IsCancellationRequested)
        {
            throw new BadHttpRequestException("too slow", StatusCodes.Status408RequestTimeout, e);
        }
    }

    /// <summary>What was wrong with it; the web server has words of its own for what it notices first.</summary>
    public static string Describe(BadHttpRequestException error) => error.StatusCode switch
    {
        StatusCodes.Status413PayloadTooLarge => "it was larger than is read (SlackHttp:MaxBytes)",
        StatusCodes.Status408RequestTimeout => "it came too slowly",
        _ => error.Message,
    };

    private static BadHttpRequestException TooLarge() => new("too large", StatusCodes.Status413PayloadTooLarge);
}
