namespace Holdfast.Simulator.Child;

/// <summary>How the server is started.</summary>
/// <param name="FileName">The executable.</param>
/// <param name="Arguments">Its arguments.</param>
/// <param name="Environment">What is added to the inherited environment.</param>
public sealed record ServerProcessOptions(string FileName, IReadOnlyList<string> Arguments, IReadOnlyDictionary<string, string> Environment)
{
    /// <summary>Whether it is started again after it ended by itself. Default false.</summary>
    public bool Restart { get; init; }

    /// <summary>The wait before the first restart; it doubles with each, up to 30 s. Default 1 s.</summary>
    public TimeSpan RestartAfter { get; init; } = TimeSpan.FromSeconds(1);

    /// <summary>How long it may take to stop before it is killed: longer than a server lets its runs finish. Default 60 s.</summary>
    public TimeSpan StopPatience { get; init; } = TimeSpan.FromSeconds(60);
}
