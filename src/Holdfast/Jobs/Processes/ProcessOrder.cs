namespace Holdfast.Jobs.Processes;

/// <summary>One external command and the bounds it runs within.</summary>
public sealed record ProcessOrder
{
    /// <summary>The variable that marks every process of a job, so that one which leaves its group is found all the same.</summary>
    public const string Marker = "HOLDFAST_JOB";

    // What a timer can count.
    private static readonly TimeSpan LongestTime = TimeSpan.FromDays(30);

    /// <summary>The job's id, unique among the jobs that run; the value of <see cref="Marker"/>.</summary>
    public required string Id { get; init; }

    /// <summary>The command and its arguments, passed on as they are: no shell reads them.</summary>
    public required IReadOnlyList<string> Arguments { get; init; }

    /// <summary>Where it runs; must exist.</summary>
    public required string WorkingDirectory { get; init; }

    /// <summary>How long it may run.</summary>
    public required TimeSpan Timeout { get; init; }

    /// <summary>How long it has for an orderly end after it was asked to stop. Default: 5 s.</summary>
    public TimeSpan KillAfter { get; init; } = TimeSpan.FromSeconds(5);

    /// <summary>
    /// How much cleaned output is kept, in bytes of UTF-8; of more, the first and the last part are kept with a note
    /// between them. Default: 1 MiB.
    /// </summary>
    public int MaxOutputBytes { get; init; } = 1024 * 1024;

    /// <summary>How much output, as it comes, ends the process. Default: 50 MiB.</summary>
    public long HardOutputBytes { get; init; } = 50 * 1024 * 1024;

    /// <summary>The whole environment: nothing is inherited. Its <c>PATH</c> is where the command is looked for.</summary>
    public required IReadOnlyDictionary<string, string> Environment { get; init; }

    /// <summary>The id and the command's name: arguments can hold anything.</summary>
    /// <returns>A text for logs.</returns>
    public override string ToString() => Arguments.Count > 0 ? $"{Id} {Path.GetFileName(Arguments[0])}" : Id;

    /// <summary>Whether the bounds can be kept; what can be wrong with the command itself is a result instead of an exception.</summary>
    internal bool IsBounded =>
        Id.Length > 0 && !Id.Contains('\0', StringComparison.Ordinal)
        && Timeout > TimeSpan.Zero && Timeout <= LongestTime
        && KillAfter >= TimeSpan.Zero && KillAfter <= LongestTime
        && MaxOutputBytes >= 0 && HardOutputBytes >= 0;
}
