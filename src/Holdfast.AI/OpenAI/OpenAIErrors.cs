using System.ClientModel;
using System.Globalization;
using System.Text.Json;
using Holdfast.Agents;

namespace Holdfast.AI.OpenAI;

/// <summary>What OpenAI's errors mean: whether to try again, and what to tell the one who asked.</summary>
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
    public static AgentException Classify(Exception error) => error switch
    {
        ClientResultException refused => ClassifyAnswer(refused),
        JsonException or FormatException or ArgumentOutOfRangeException or InvalidOperationException => new AgentException(
            "I couldn't read the AI service's answer. If this keeps happening, please tell an operator.", isTransient: true, error),
        _ => Unreachable(error),
    };

    private static AgentException ClassifyAnswer(ClientResultException answer)
    {
        // The SDK's own message quotes the provider's text, which quotes keys and what people wrote: it goes no further.
        var code = CodeOf(answer);
        var refused = new ProviderException(answer.Status, code);
        return (answer.Status, code) switch
        {
            (0, _) => Unreachable(refused),
            (429, "insufficient_quota") => Permanent("The AI service's account has no credit left. Please tell an operator.", refused),
            (429, _) => new AgentException("The AI service is overloaded. Please try again in a minute.", isTransient: true, refused)
            {
                RetryAfter = RetryAfterOf(answer),
            },
            ( >= 500, _) => new AgentException("The AI service is having problems. Please try again later.", isTransient: true, refused),
            (401 or 403, _) => Permanent("I can't use the AI service: it doesn't accept my key. Please tell an operator.", refused),
            (404, _) => Permanent("The AI model I'm set to use doesn't exist. Please tell an operator.", refused),
            (408 or 409, _) => Unreachable(refused),
            (_, "context_length_exceeded") => Permanent("This thread is too long for me. Please start a new one.", refused),
            (_, "content_filter" or "content_policy_violation") => Permanent("The AI service refuses this content. Please rephrase it.", refused),
            _ => Permanent("The AI service refused my request. Please tell an operator: the log has its code.", refused),
        };
    }

    private static AgentException Unreachable(Exception error) =>
        new("I can't reach the AI service. Please try again later.", isTransient: true, error);

    private static AgentException Permanent(string message, Exception error) => new(message, isTransient: false, error);

    private static string? CodeOf(ClientResultException refused)
    {
        try
        {
            if (refused.GetRawResponse()?.Content is not { } content)
                return null;
            using var body = JsonDocument.Parse(content);
            return body.RootElement.ValueKind == JsonValueKind.Object
                && body.RootElement.TryGetProperty("error", out var error)
                && error.ValueKind == JsonValueKind.Object
                && error.TryGetProperty("code", out var code)
                && code.ValueKind == JsonValueKind.String
                ? code.GetString()
                : null;
        }
        catch (Exception e) when (e is JsonException or InvalidOperationException)
        {
            // A body that is not JSON, or was not read: then the status alone speaks.
            return null;
        }
    }

    private static TimeSpan? RetryAfterOf(ClientResultException refused) =>
        refused.GetRawResponse()?.Headers.TryGetValue("retry-after", out var value) == true
        && double.TryParse(value, NumberStyles.Float, CultureInfo.InvariantCulture, out var seconds)
        && seconds is >= 0 and <= 3600
            ? TimeSpan.FromSeconds(seconds)
            : null;
}
