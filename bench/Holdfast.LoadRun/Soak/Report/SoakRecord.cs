namespace Holdfast.LoadRun.Soak.Report;

/// <summary>How long one question waited for its answer.</summary>
/// <param name="AskedAt">Since the soak began.</param>
/// <param name="Took">Until the whole answer could be read.</param>
internal sealed record SoakAnswer(TimeSpan AskedAt, TimeSpan Took);

/// <summary>How many questions of a kind were asked.</summary>
/// <param name="Kind">Of what kind.</param>
/// <param name="Asked">How many.</param>
internal sealed record SoakCount(string Kind, int Asked);

/// <summary>All that a soak has found, from which its verdict and its picture are made.</summary>
internal sealed record SoakRecord
{
    /// <summary>The server's own words for its version.</summary>
    public required string Version { get; init; }

    /// <summary>When it began.</summary>
    public required DateTimeOffset Began { get; init; }

    /// <summary>How long people asked.</summary>
    public required TimeSpan Lasted { get; init; }

    /// <summary>What all that was left to chance hangs on.</summary>
    public required int Seed { get; init; }

    /// <summary>On how many cores, shared with Slack and the model.</summary>
    public required int Cores { get; init; }

    /// <summary>A sample a second.</summary>
    public required IReadOnlyList<SoakSample> Samples { get; init; }

    /// <summary>What was done to the server.</summary>
    public required IReadOnlyList<SoakMark> Marks { get; init; }

    /// <summary>A question each.</summary>
    public required IReadOnlyList<SoakAnswer> Answers { get; init; }

    /// <summary>What was asked, by its kind.</summary>
    public required IReadOnlyList<SoakCount> Asked { get; init; }

    /// <summary>What was asked and not answered.</summary>
    public required IReadOnlyList<string> Lost { get; init; }

    /// <summary>What was answered more than once.</summary>
    public required IReadOnlyList<string> Doubled { get; init; }

    /// <summary>How often people were told that there is no answer, and pressed Retry.</summary>
    public required int Retried { get; init; }

    /// <summary>Commands that were typed again: nobody took them, or the person was asked to try again.</summary>
    public required int Untaken { get; init; }

    /// <summary>What Slack delivered once more, in storms and for want of an acknowledgement.</summary>
    public required long DeliveredAgain { get; init; }

    /// <summary>Dead letters at the end.</summary>
    public required int DeadLetters { get; init; }

    /// <summary>What health said at the end: <c>ok</c>, or what is wrong.</summary>
    public required string Health { get; init; }

    /// <summary>What SQLite says of its file: <c>ok</c>, or what is wrong.</summary>
    public required string Store { get; init; }

    /// <summary>How often the server ended though nobody had killed or stopped it.</summary>
    public required int EndedByItself { get; init; }

    /// <summary>With what the server ended when it was asked to.</summary>
    public required int ExitCode { get; init; }
}
