namespace Holdfast.Simulator.Model;

/// <summary>A call of the image model.</summary>
/// <param name="Model">The model's name as asked for.</param>
/// <param name="Prompt">What is to be drawn, or what is to become of the pictures.</param>
public sealed record ImageRequest(string Model, string Prompt)
{
    /// <summary>Whether it came as an edit.</summary>
    public bool IsEdit { get; init; }

    /// <summary>The pictures to work on; none of a new one.</summary>
    public IReadOnlyList<ModelImage> Images { get; init; } = [];

    /// <summary>The file names that the pictures came under.</summary>
    public IReadOnlyList<string> FileNames { get; init; } = [];

    /// <summary>Where it is transparent, the picture is to change; null for everywhere.</summary>
    public ModelImage? Mask { get; init; }

    /// <summary>How many pictures are wanted. Default 1.</summary>
    public int Count { get; init; } = 1;

    /// <summary>Such as <c>1024x1024</c>, or <c>auto</c>.</summary>
    public string Size { get; init; } = "auto";

    /// <summary><c>low</c>, <c>medium</c>, <c>high</c> or <c>auto</c>.</summary>
    public string Quality { get; init; } = "auto";

    /// <summary><c>transparent</c>, <c>opaque</c> or <c>auto</c>.</summary>
    public string Background { get; init; } = "auto";

    /// <summary>Whether the answer is wanted in pieces, and how many unfinished pictures before the last.</summary>
    public int? PartialImages { get; init; }
}

/// <summary>What the image model does with a call. Default: it draws.</summary>
public sealed record ImageReply
{
    /// <summary>The pictures instead of drawn ones, whatever they are; null for drawn ones.</summary>
    public IReadOnlyList<ReadOnlyMemory<byte>>? Pictures { get; init; }

    /// <summary>How long it takes. Default not at all.</summary>
    public TimeSpan Delay { get; init; }

    /// <summary>Never answers; the call stays open until the client gives up.</summary>
    public bool IsStalled { get; init; }

    /// <summary>An HTTP status other than 200, answered in OpenAI's error shape.</summary>
    public int? FailureStatus { get; init; }

    /// <summary>The error's <c>code</c>.</summary>
    public string? FailureCode { get; init; }

    /// <summary>Fails with a status and the code OpenAI gives with it.</summary>
    public static ImageReply Failure(int status) => new() { FailureStatus = status, FailureCode = ModelReply.Failure(status).FailureCode };

    /// <summary>What was asked for is not drawn (<c>moderation_blocked</c>).</summary>
    public static ImageReply Blocked() => new() { FailureStatus = 400, FailureCode = "moderation_blocked" };
}
