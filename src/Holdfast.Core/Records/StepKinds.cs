namespace Holdfast.Records;

/// <summary>The kinds of steps, as they are stored and shown.</summary>
public static class StepKinds
{
    /// <summary>A call of the model.</summary>
    public const string Model = "model";

    /// <summary>A call of a tool.</summary>
    public const string Tool = "tool";

    /// <summary>A decision that was waited for.</summary>
    public const string Approval = "approval";

    /// <summary>A reading of what was said before, in Slack.</summary>
    public const string Reading = "reading";

    /// <summary>A file that came with a message, fetched and read.</summary>
    public const string File = "file";

    /// <summary>A summary of what was said longest ago, by the model.</summary>
    public const string Summary = "summary";

    /// <summary>A wait before another attempt.</summary>
    public const string Retry = "retry";

    /// <summary>Somebody asked for another try at a run without an answer: what stands before it is done, and what had failed is tried anew.</summary>
    public const string Again = "again";
}
