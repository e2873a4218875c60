namespace Holdfast.Simulator.Model;

/// <summary>What the model does with a call.</summary>
/// <param name="Text">The answer; may be empty.</param>
public sealed record ModelReply(string Text)
{
    /// <summary>How long it thinks before the first piece. Default not at all.</summary>
    public TimeSpan Delay { get; init; }

    /// <summary>Over what time the pieces of a stream are spread. Default at once.</summary>
    public TimeSpan Spread { get; init; }

    /// <summary>Never answers; the call stays open until the client gives up.</summary>
    public bool IsStalled { get; init; }

    /// <summary>An HTTP status other than 200, answered in OpenAI's error shape.</summary>
    public int? FailureStatus { get; init; }

    /// <summary>The error's <c>code</c>.</summary>
    public string? FailureCode { get; init; }

    /// <summary>A body that is no JSON at all.</summary>
    public bool IsGarbage { get; init; }

    /// <summary>Says its text and then nothing, not even an end; the call stays open until the client gives up.</summary>
    public bool StallsAfterText { get; init; }

    /// <summary>In what an answer differs from OpenAI's, as those of some other providers do.</summary>
    public ModelOddity Oddity { get; init; }

    /// <summary>Thoughts that come in a field of their own, <c>reasoning_content</c>; empty for none.</summary>
    public string Reasoning { get; init; } = "";

    /// <summary>Tools the model wants called; the text, if any, comes before them.</summary>
    public IReadOnlyList<ModelToolCall> ToolCalls { get; init; } = [];

    /// <summary>Which round of a script the calls belong to; their ids carry it.</summary>
    internal int Round { get; init; }

    /// <summary>Fails with a status and the code OpenAI gives with it.</summary>
    public static ModelReply Failure(int status) => new("")
    {
        FailureStatus = status,
        FailureCode = status switch
        {
            400 => "invalid_request",
            401 => "invalid_api_key",
            404 => "model_not_found",
            429 => "rate_limit_exceeded",
            _ => "server_error",
        },
    };
}
