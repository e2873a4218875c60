using Microsoft.AspNetCore.Http.Features;

namespace Holdfast.Simulator.Model;

/// <summary>Reads the body of a call of the provider, which has pictures in it, up to what OpenAI takes.</summary>
internal static class ModelBody
{
    private const int MaxBytes = 72 * 1024 * 1024;

    public static ModelProblem TooLarge { get; } = new($"The body is larger than {MaxBytes} bytes.", Code: "request_too_large") { Status = 413 };

    /// <summary>Null when it is too large.</summary>
    public static async Task<byte[]?> ReadAsync(HttpContext context)
    {
        Open(context);
        if (context.Request.ContentLength > MaxBytes) return null;
        using var body = new MemoryStream();
        var buffer = new byte[16 * 1024];
        while (await context.Request.Body.ReadAsync(buffer, context.RequestAborted) is > 0 and var read)
        {
            if (body.Length + read > MaxBytes) return null;
            body.Write(buffer, 0, read);
        }

        return body.ToArray();
    }

    /// <summary>The web server's own limit is lower, and would cut the connection.</summary>
    private static void Open(HttpContext context)
    {
        if (context.Features.Get<IHttpMaxRequestBodySizeFeature>() is { IsReadOnly: false } limit) limit.MaxRequestBodySize = null;
    }
}
