using Holdfast.AI.Errors;

namespace Holdfast.AI.Wire;

/// <summary>What an endpoint says in place of an answer, with its head.</summary>
internal static class Refusal
{
    /// <summary>Reads it.</summary>
    /// <param name="response">The answer.</param>
    /// <param name="cancellationToken">Ends it.</param>
    public static async Task<ProviderError> ReadAsync(HttpResponseMessage response, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(response);
        var body = await response.Content.ReadAsStreamAsync(cancellationToken);
        return await ReadAsync((int)response.StatusCode, name => response.Headers.TryGetValues(name, out var values) ? values.First() : null, body, cancellationToken);
    }

    /// <summary>Reads it.</summary>
    /// <param name="status">The status.</param>
    /// <param name="header">The value of a header; null when it is not there.</param>
    /// <param name="body">The body, of which as much is read as matters.</param>
    /// <param name="cancellationToken">Ends it.</param>
    public static async Task<ProviderError> ReadAsync(int status, Func<string, string?> header, Stream body, CancellationToken cancellationToken)
    {
        if (Uri.TryCreate(header("location"), UriKind.RelativeOrAbsolute, out var location))
            return new ProviderError(status, Code: null, $"moved to {(location.IsAbsoluteUri ? location.GetLeftPart(UriPartial.Path) : "another path")}");
        var beginning = new byte[ProviderErrorReader.MaxBytes];
        var read = 0;
        try
        {
            while (read < beginning.Length && await body.ReadAsync(beginning.AsMemory(read), cancellationToken) is > 0 and var more)
                read += more;
        }
        catch (Exception e) when (e is IOException or HttpRequestException)
        {
            // The status has come, and some of the words: that the rest was cut off makes it no other error.
        }

        var error = ProviderErrorReader.Read(status, beginning.AsSpan(0, read));
        return RetryWaits.OfHeaders(header) is { } wait ? error with { RetryAfter = wait } : error;
    }
}
