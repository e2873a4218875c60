using System.ClientModel;
using System.Text.Json;
using Holdfast.Agents;
using Holdfast.AI.Errors;

namespace Holdfast.AI.OpenAI;

/// <summary>What the exceptions of OpenAI's client mean: whether to try again, and what to tell the one who asked.</summary>
internal static class OpenAIErrors
{
    /// <summary>Whether an exception says something about the provider, and is neither the caller's own cancellation nor a defect.</summary>
    public static bool IsKnown(Exception error, CancellationToken cancellationToken) => error switch
    {
        // A cancellation that was not requested is the client's own time-out.
        OperationCanceledException => !cancellationToken.IsCancellationRequested,
        ClientResultException or HttpRequestException or IOException or TimeoutException or JsonException or FormatException => true,

        // What OpenAI's client throws at an answer that is JSON but of a shape it does not know: another type, a new word.
        ArgumentOutOfRangeException or (InvalidOperationException and not ObjectDisposedException) => true,
        AggregateException many => many.InnerExceptions.All(inner => IsKnown(inner, cancellationToken)),
        _ => false,
    };

    /// <summary>What a known exception means.</summary>
    /// <param name="error">The exception.</param>
    /// <param name="key">The key, to be kept out of the log.</param>
    public static AgentException Classify(Exception error, string key) => error switch
    {
        // The SDK's own message quotes the provider's text whole, with keys in it: it goes no further.
        ClientResultException refused => ErrorWording.Of(Read(refused), key),
        JsonException or FormatException or ArgumentOutOfRangeException or InvalidOperationException => ErrorWording.Of(ErrorKind.Unreadable, error),
        _ => ErrorWording.Of(ErrorKind.Unreachable, error),
    };

    private static ProviderError Read(ClientResultException refused)
    {
        var response = refused.GetRawResponse();
        var error = ProviderErrorReader.Read(refused.Status, BodyOf(response));
        return response?.Headers.TryGetValue("retry-after", out var value) == true && RetryWaits.OfHeader(value!) is { } wait
            ? error with { RetryAfter = wait }
            : error;
    }

    private static ReadOnlySpan<byte> BodyOf(System.ClientModel.Primitives.PipelineResponse? response)
    {
        try
        {
            return response is null ? default : response.Content.ToMemory().Span;
        }
        catch (InvalidOperationException)
        {
            // It was not read: then the status alone speaks.
            return default;
        }
    }
}
